package io.culvert.gateway.core.ike.engine;

import java.util.Arrays;
import java.util.Random;

/** Octets made wrong at random, the same on every run. */
final class Mutations {
  /** How many of a kind. */
  static final int EACH = 1_000;

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  /** One to three changes: a bit, an octet, an extreme, a piece cut out, doubled or cut off. */
  byte[] of(byte[] original) {
    byte[] changed = original.clone();
    for (int i = 0; i <= number(3); i++) {
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
    switch (number(7)) {
      case 0 -> changed[at] ^= (byte) (1 << number(8));
      case 1 -> changed[at] = (byte) number(256);
      case 2 -> changed[at] = 0;
      case 3 -> changed[at] = (byte) 0xff;
      case 4 -> changed = Arrays.copyOf(octets, at);
      case 5 -> changed = joined(Arrays.copyOf(octets, at), tail(octets, at + number(9)));
      default -> changed = joined(octets, tail(octets, at));
    }
    return changed;
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
