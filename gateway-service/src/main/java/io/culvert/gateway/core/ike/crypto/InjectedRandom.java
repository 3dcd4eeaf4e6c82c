package io.culvert.gateway.core.ike.crypto;

import java.security.SecureRandom;

/** The injected randomness, for the JDK's generators. */
final class InjectedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Randomness randomness;

  @SuppressWarnings("NullAway") // neither a provider nor an implementation stands behind it
  InjectedRandom(Randomness randomness) {
    super(null, null);
    this.randomness = randomness;
  }

  @Override
  public void nextBytes(byte[] target) {
    randomness.fill(target);
  }
}
