package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Octets made wrong at random, the same on every run. */
public final class Mutations {
  /** How many of a kind. */
  public static final int EACH = 1_000;

  private static final int[] LENGTHS = {0, 1, 2, 3, 4, 7, 8, 255, 256, 0x7fff, 0x8000, 0xffff};

  private final SplittableRandom random;

  public Mutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** That many of a kind, each with a seed of its own, which a failure names. */
  public static void each(int kind, Consumer<Mutations> test) {
    for (int i = 0; i < EACH; i++) {
      repeat(kind * 1_000_000L + i, test);
    }
  }

  /** The one that a failure named. */
  public static void repeat(long seed, Consumer<Mutations> test) {
    try {
      test.accept(new Mutations(seed));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("the mutation of seed " + seed, e);
    }
  }

  public int number(int bound) {
    return random.nextInt(bound);
  }

  public byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  /** A number of two octets near another one, or at an end of its range. */
  public int lengthLike(int length) {
    return switch (number(4)) {
      case 0 -> Math.max(0, length - 1 - number(4));
      case 1 -> Math.min(0xffff, length + 1 + number(4));
      case 2 -> LENGTHS[number(LENGTHS.length)];
      default -> number(0x10000);
    };
  }

  /**
   * One to three changes: a bit, an octet, an extreme, two octets as if they were a length, a piece
   * put in, cut out, doubled or cut off.
   */
  public byte[] of(byte[] original) {
    byte[] changed = original.clone();
    for (int left = 1 + number(3); left > 0; left--) {
      changed = once(changed);
    }
    return changed;
  }

  private byte[] once(byte[] octets) {
    if (octets.length == 0) {
      return octets(number(5));
    }
    int at = number(octets.length);
    byte[] changed = octets.clone();
    switch (number(9)) {
      case 0 -> changed[at] ^= (byte) (1 << number(8));
      case 1 -> changed[at] = (byte) number(256);
      case 2 -> changed[at] = 0;
      case 3 -> changed[at] = (byte) 0xff;
      case 4 -> changed = Arrays.copyOf(octets, at);
      case 5 -> changed = joined(Arrays.copyOf(octets, at), tail(octets, at + number(9)));
      case 6 -> changed = joined(octets, tail(octets, at));
      case 7 ->
          changed =
              joined(Arrays.copyOf(octets, at), joined(octets(1 + number(8)), tail(octets, at)));
      default -> asLength(changed, at & ~1);
    }
    return changed;
  }

  private void asLength(byte[] octets, int at) {
    if (at + 1 < octets.length) {
      int other = lengthLike((octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff));
      octets[at] = (byte) (other >>> 8);
      octets[at + 1] = (byte) other;
    }
  }

  private static byte[] tail(byte[] octets, int from) {
    return Arrays.copyOfRange(octets, Math.min(from, octets.length), octets.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
