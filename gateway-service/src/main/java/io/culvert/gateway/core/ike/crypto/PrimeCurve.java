package io.culvert.gateway.core.ike.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/**
 * A NIST curve over a prime field. A public value is {@code x | y}, the secret {@code x} (RFC 5903
 * §7).
 */
record PrimeCurve(ECParameterSpec parameters, BigInteger prime) implements CurveExchange.Curve {
  static PrimeCurve named(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
      return new PrimeCurve(spec, ((ECFieldFp) spec.getCurve().getField()).getP());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private int coordinateLength() {
    return prime.bitLength() / 8;
  }

  @Override
  public int publicValueLength() {
    return 2 * coordinateLength();
  }

  @Override
  public KeyAgreement agreement() throws GeneralSecurityException {
    return NativeProvider.agreement();
  }

  @Override
  public KeyPair generate(Randomness randomness) throws GeneralSecurityException {
    KeyPairGenerator generator = NativeProvider.generator(randomness);
    generator.initialize(parameters, new InjectedRandom(randomness));
    return generator.generateKeyPair();
  }

  @Override
  public byte[] encode(PublicKey key) {
    ECPoint point = ((ECPublicKey) key).getW();
    byte[] value = new byte[publicValueLength()];
    put(point.getAffineX(), value, coordinateLength());
    put(point.getAffineY(), value, value.length);
    return value;
  }

  private static void put(BigInteger coordinate, byte[] target, int end) {
    byte[] raw = coordinate.toByteArray();
    // A sign octet may stand before the value.
    int from = raw[0] == 0 ? 1 : 0;
    System.arraycopy(raw, from, target, end - (raw.length - from), raw.length - from);
  }

  @Override
  public PublicKey decode(byte[] value) throws GeneralSecurityException, InvalidKeException {
    int length = coordinateLength();
    BigInteger x = new BigInteger(1, Arrays.copyOf(value, length));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(value, length, value.length));
    // RFC 6989 §2.3: both in the field, and on the curve; that is enough with a cofactor of 1
    if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0 || !onCurve(x, y)) {
      throw new InvalidKeException("not a point of the curve");
    }
    return NativeProvider.keyFactory()
        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), parameters));
  }

  /** {@code y² = x³ + ax + b}. */
  private boolean onCurve(BigInteger x, BigInteger y) {
    BigInteger right =
        x.multiply(x)
            .add(parameters.getCurve().getA())
            .multiply(x)
            .add(parameters.getCurve().getB());
    return y.multiply(y).subtract(right).mod(prime).signum() == 0;
  }
}
