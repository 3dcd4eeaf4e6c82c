package io.culvert.e2e;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * A public address that nobody else in this run has until it is closed. Test classes run side by
 * side, and two routers with one address would take each other's packets.
 *
 * @param value in dotted decimals
 */
record PublicAddress(String value) implements AutoCloseable {
  private static final String NETWORK = "192.0.2.";
  private static final int FIRST = 110;
  private static final int LAST = 245;

  /** Those nobody has; what was given back a moment ago comes last. */
  private static final Deque<String> FREE =
      new ArrayDeque<>(IntStream.rangeClosed(FIRST, LAST).mapToObj(n -> NETWORK + n).toList());

  /** Takes the address that has been free for longest. */
  static PublicAddress take() {
    synchronized (FREE) {
      if (FREE.isEmpty()) {
        throw new NoSuchElementException("all public addresses of the tests are taken");
      }
      return new PublicAddress(FREE.removeFirst());
    }
  }

  /** Gives it back, when nothing has it any more. */
  @Override
  public void close() {
    synchronized (FREE) {
      if (!FREE.contains(value)) {
        FREE.addLast(value);
      }
    }
  }
}
