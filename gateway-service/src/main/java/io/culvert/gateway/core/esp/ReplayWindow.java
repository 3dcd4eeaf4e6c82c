package io.culvert.gateway.core.esp;

import io.culvert.gateway.core.net.Verdict;

/**
 * The anti-replay window of an inbound SA (RFC 4303 §3.4.3), a ring of bitmap words that is moved
 * without shifting bits (the way of RFC 6479). The order is: check, authenticate, then commit.
 */
public final class ReplayWindow {
  private static final int WORD_BITS = 64;
  private static final int WORDS = 64;

  /** How far back a packet may be: all words but the one that is being filled. */
  public static final int SIZE = (WORDS - 1) * WORD_BITS;

  private final long[] bitmap = new long[WORDS];
  private long highest;

  /** Whether a packet with this number may still come. Changes nothing. */
  public Verdict check(long sequence) {
    // RFC 4303 §2.2: the first packet of an SA has number 1.
    if (sequence <= 0 || sequence + SIZE <= highest) {
      return Verdict.OUTSIDE_REPLAY_WINDOW;
    }
    if (sequence > highest) {
      return Verdict.PASSED;
    }
    return (bitmap[word(sequence)] & bit(sequence)) == 0 ? Verdict.PASSED : Verdict.REPLAYED;
  }

  /** Marks a number as seen, after {@link #check} passed it and the packet proved authentic. */
  public void commit(long sequence) {
    long ahead = sequence / WORD_BITS - highest / WORD_BITS;
    for (long i = 1; i <= Math.min(ahead, WORDS); i++) {
      bitmap[(int) ((highest / WORD_BITS + i) % WORDS)] = 0;
    }
    highest = Math.max(highest, sequence);
    bitmap[word(sequence)] |= bit(sequence);
  }

  /** The highest number seen, 0 before the first. */
  public long highest() {
    return highest;
  }

  private static int word(long sequence) {
    return (int) (sequence / WORD_BITS % WORDS);
  }

  private static long bit(long sequence) {
    return 1L << (sequence % WORD_BITS);
  }
}
