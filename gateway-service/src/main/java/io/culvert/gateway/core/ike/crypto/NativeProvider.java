package io.culvert.gateway.core.ike.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.crypto.KeyAgreement;

/**
 * NIST curves in native code where there is some for this machine, else the JDK's, which takes ten
 * times as long (docs/adr/0007). Keys of one are keys of the other.
 */
final class NativeProvider {
  private static final String NAME =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final Optional<Provider> FOUND = find();

  private NativeProvider() {}

  private static Optional<Provider> find() {
    // Where its library cannot be loaded, the provider is there, but offers nothing.
    return ServiceLoader.load(Provider.class, NativeProvider.class.getClassLoader()).stream()
        .filter(candidate -> candidate.type().getName().equals(NAME))
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.getService("KeyAgreement", "ECDH") != null)
        .findFirst();
  }

  /** Whether there is native code. */
  static boolean isPresent() {
    return FOUND.isPresent();
  }

  /** Makes pairs of keys out of the randomness given, which only the JDK's generator uses. */
  static KeyPairGenerator generator(Randomness randomness) throws GeneralSecurityException {
    // An injected randomness is to give the same keys again: native code has its own.
    return FOUND.isPresent() && randomness instanceof SystemRandomness
        ? KeyPairGenerator.getInstance("EC", FOUND.get())
        : KeyPairGenerator.getInstance("EC");
  }

  /** Makes public keys out of points. */
  static KeyFactory keyFactory() throws GeneralSecurityException {
    return FOUND.isPresent()
        ? KeyFactory.getInstance("EC", FOUND.get())
        : KeyFactory.getInstance("EC");
  }

  /** Agrees on a secret. */
  static KeyAgreement agreement() throws GeneralSecurityException {
    return FOUND.isPresent()
        ? KeyAgreement.getInstance("ECDH", FOUND.get())
        : KeyAgreement.getInstance("ECDH");
  }
}
