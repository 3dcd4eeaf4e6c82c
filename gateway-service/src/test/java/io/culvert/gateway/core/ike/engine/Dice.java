package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.crypto.Randomness;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** Repeatable randomness of which a test can load the next 32 octets, such as nonces. */
final class Dice implements Randomness {
  private static final int NONCE = 32;

  private final Random random;
  private final Deque<Integer> loaded = new ArrayDeque<>();

  Dice(long seed) {
    random = new Random(seed);
  }

  /** The next 32 octets asked for begin with this one. */
  void load(int firstOctet) {
    loaded.add(firstOctet);
  }

  @Override
  public void fill(byte[] target) {
    random.nextBytes(target);
    if (target.length == NONCE && !loaded.isEmpty()) {
      target[0] = loaded.remove().byteValue();
    }
  }
}
