package io.culvert.gateway.core.ike.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** Curve25519 (RFC 7748, RFC 8031): values and secrets are 32 octets, the lowest first. */
record X25519() implements CurveExchange.Curve {
  private static final int LENGTH = 32;

  @Override
  public int publicValueLength() {
    return LENGTH;
  }

  @Override
  public KeyAgreement agreement() throws GeneralSecurityException {
    return KeyAgreement.getInstance("X25519");
  }

  @Override
  public KeyPair generate(Randomness randomness) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
    generator.initialize(NamedParameterSpec.X25519, new InjectedRandom(randomness));
    return generator.generateKeyPair();
  }

  @Override
  public byte[] encode(PublicKey key) {
    BigInteger u = ((XECPublicKey) key).getU();
    byte[] value = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      value[i] = u.shiftRight(8 * i).byteValue();
    }
    return value;
  }

  @Override
  public PublicKey decode(byte[] value) throws GeneralSecurityException {
    byte[] highestFirst = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      highestFirst[LENGTH - 1 - i] = value[i];
    }
    // RFC 7748 §5: the highest bit is ignored, and a value above the prime is taken modulo it
    highestFirst[0] &= 0x7f;
    return KeyFactory.getInstance("XDH")
        .generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, highestFirst)));
  }
}
