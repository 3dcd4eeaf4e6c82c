package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;

/**
 * The initiator's half of one exchange by ML-KEM-768 (FIPS 203): an encapsulation key goes to the
 * responder, a ciphertext comes back. The pair of keys is new for every exchange and usable once.
 */
public final class KeyEncapsulation {
  /** The methods this gateway can compute. */
  public static final Set<KeMethod> SUPPORTED = Set.of(KeMethod.ML_KEM_768);

  /** Octets of an encapsulation key. */
  public static final int KEY_LENGTH = 1184;

  /** Octets of a ciphertext. */
  public static final int CIPHERTEXT_LENGTH = 1088;

  private static final String NAME = "ML-KEM-768";

  /** What stands before the encapsulation key in a SubjectPublicKeyInfo, the JDK's format. */
  private static final byte[] KEY_INFO =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  private final Bytes publicValue;
  private Optional<PrivateKey> ours;

  private KeyEncapsulation(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    this.publicValue = Bytes.of(Arrays.copyOfRange(encoded, KEY_INFO.length, encoded.length));
    this.ours = Optional.of(pair.getPrivate());
  }

  /**
   * The responder's part.
   *
   * @param publicValue the ciphertext, for our KE payload
   * @param shared the shared secret, 32 octets
   */
  public record Encapsulated(Bytes publicValue, Secret shared) {}

  /** Begins an exchange. */
  public static KeyEncapsulation begin(Randomness randomness) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
      generator.initialize(NamedParameterSpec.ML_KEM_768, new InjectedRandom(randomness));
      return new KeyEncapsulation(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Answers an exchange.
   *
   * @param peer the encapsulation key that the initiator's KE payload holds
   * @throws InvalidKeException when it is none
   */
  public static Encapsulated answer(Bytes peer, Randomness randomness) throws InvalidKeException {
    checkLength(peer, KEY_LENGTH);
    byte[] encoded = Arrays.copyOf(KEY_INFO, KEY_INFO.length + KEY_LENGTH);
    System.arraycopy(peer.toArray(), 0, encoded, KEY_INFO.length, KEY_LENGTH);
    try {
      PublicKey key = KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
      KEM.Encapsulated made =
          KEM.getInstance(NAME).newEncapsulator(key, new InjectedRandom(randomness)).encapsulate();
      return new Encapsulated(
          Bytes.of(made.encapsulation()), Secret.adopt(made.key().getEncoded()));
    } catch (InvalidKeyException e) {
      // FIPS 203 §7.2: a coefficient that is not below the modulus
      throw new InvalidKeException("an encapsulation key with coefficients out of range");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The encapsulation key, for our KE payload. */
  public Bytes publicValue() {
    return publicValue;
  }

  /**
   * The shared secret, 32 octets. A ciphertext that was altered gives another secret, not an error
   * (FIPS 203 §6.3). Our private key is forgotten, whatever the outcome.
   *
   * @param peer the ciphertext that the responder's KE payload holds
   * @throws InvalidKeException when its length is not that of a ciphertext
   * @throws IllegalStateException when called twice
   */
  public Secret agree(Bytes peer) throws InvalidKeException {
    PrivateKey key = ours.orElseThrow(() -> new IllegalStateException("the exchange is finished"));
    ours = Optional.empty();
    checkLength(peer, CIPHERTEXT_LENGTH);
    try {
      return Secret.adopt(
          KEM.getInstance(NAME).newDecapsulator(key).decapsulate(peer.toArray()).getEncoded());
    } catch (DecapsulateException e) {
      throw new InvalidKeException("a ciphertext that cannot be");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkLength(Bytes value, int expected) throws InvalidKeException {
    if (value.length() != expected) {
      throw new InvalidKeException(
          "a value of %d octets, %d expected".formatted(value.length(), expected));
    }
  }
}
