package io.culvert.gateway.core.ike.crypto;

import java.security.SecureRandom;

/** The system's generator. Whoever has one as good may use that instead. */
record SystemRandomness(SecureRandom generator) implements Randomness {
  @Override
  public void fill(byte[] target) {
    generator.nextBytes(target);
  }
}
