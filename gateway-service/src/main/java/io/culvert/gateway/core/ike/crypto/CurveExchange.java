package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/** Diffie-Hellman over an elliptic curve (RFC 5903, RFC 8031). */
final class CurveExchange implements KeyExchange {
  /** The curves. */
  static final Map<KeMethod, Curve> CURVES =
      Map.of(
          KeMethod.ECP_256, PrimeCurve.named("secp256r1"),
          KeMethod.ECP_384, PrimeCurve.named("secp384r1"),
          KeMethod.CURVE25519, new X25519());

  private final KeMethod method;
  private final Curve curve;
  private Optional<PrivateKey> ours;
  private final Bytes publicValue;

  /** What differs from curve to curve. */
  sealed interface Curve permits PrimeCurve, X25519 {
    /** Octets of a public value. */
    int publicValueLength();

    /** What agrees on a secret, unused so far. */
    KeyAgreement agreement() throws GeneralSecurityException;

    /** A new pair of keys. */
    KeyPair generate(Randomness randomness) throws GeneralSecurityException;

    /** The public value as it is on the wire. */
    byte[] encode(PublicKey key);

    /** The public key out of octets of the right length. */
    PublicKey decode(byte[] value) throws GeneralSecurityException, InvalidKeException;
  }

  CurveExchange(KeMethod method, Curve curve, Randomness randomness) {
    this.method = method;
    this.curve = curve;
    try {
      KeyPair pair = curve.generate(randomness);
      this.ours = Optional.of(pair.getPrivate());
      this.publicValue = Bytes.of(curve.encode(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Curve curve(KeMethod method) {
    Curve curve = CURVES.get(method);
    if (curve == null) {
      throw new IllegalArgumentException("unsupported key exchange " + method);
    }
    return curve;
  }

  @Override
  public KeMethod method() {
    return method;
  }

  @Override
  public Bytes publicValue() {
    return publicValue;
  }

  @Override
  public Secret agree(Bytes peer) throws InvalidKeException {
    PrivateKey key = ours.orElseThrow(() -> new IllegalStateException("the exchange is finished"));
    ours = Optional.empty();
    if (peer.length() != curve.publicValueLength()) {
      throw new InvalidKeException(
          "a value of %d octets, %d expected".formatted(peer.length(), curve.publicValueLength()));
    }
    try {
      PublicKey theirs = curve.decode(peer.toArray());
      KeyAgreement agreement = curve.agreement();
      agreement.init(key);
      agreement.doPhase(theirs, true);
      return Secret.adopt(agreement.generateSecret());
    } catch (InvalidKeyException e) {
      // RFC 7748 §6.1: a point of small order, which would give a secret of zeros
      throw new InvalidKeException("a value that agrees on nothing secret");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
