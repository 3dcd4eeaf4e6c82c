package io.culvert.gateway.core.ike.crypto;

import java.security.SecureRandom;

/** The source of unpredictable octets; injected, so that a test can repeat a negotiation. */
@FunctionalInterface
public interface Randomness {
  /** Fills the array with unpredictable octets. */
  void fill(byte[] target);

  /** So many unpredictable octets. */
  default byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    fill(bytes);
    return bytes;
  }

  /** The system's cryptographic generator. */
  static Randomness secure() {
    return new SystemRandomness(new SecureRandom());
  }
}
