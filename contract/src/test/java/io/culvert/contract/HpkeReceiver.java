package io.culvert.contract;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A second, independent HPKE receiver on the JDK's primitives: base mode, DHKEM(X25519,
 * HKDF-SHA256), HKDF-SHA256 and AES-GCM. It opens the first message of a context.
 *
 * @param aeadId RFC 9180 §7.3: 1 for AES-128-GCM, 2 for AES-256-GCM
 * @param keyLength octets of the AES key
 */
record HpkeReceiver(int aeadId, int keyLength) {
  /** The secrets of RFC 9180 §5.1 that an opening or an export needs. */
  private static final class Schedule {
    private final byte[] suite;
    private final byte[] secret;
    private final byte[] context;

    private Schedule(byte[] suite, byte[] secret, byte[] context) {
      this.suite = suite;
      this.secret = secret;
      this.context = context;
    }
  }

  private Schedule schedule(byte[] enc, byte[] secret, byte[] pub, byte[] info)
      throws GeneralSecurityException {
    // RFC 9180 §4.1 Decap
    byte[] kem = concat(ascii("KEM"), i2osp(0x0020));
    byte[] prk = labeledExtract(kem, new byte[0], "eae_prk", agree(secret, enc));
    byte[] shared = labeledExpand(kem, prk, "shared_secret", concat(enc, pub), 32);
    // RFC 9180 §5.1 KeySchedule, mode_base
    byte[] suite = concat(ascii("HPKE"), i2osp(0x0020), i2osp(0x0001), i2osp(aeadId));
    byte[] context =
        concat(
            new byte[] {0},
            labeledExtract(suite, new byte[0], "psk_id_hash", new byte[0]),
            labeledExtract(suite, new byte[0], "info_hash", info));
    return new Schedule(suite, labeledExtract(suite, shared, "secret", new byte[0]), context);
  }

  /** RFC 9180 §5.3 */
  byte[] export(byte[] enc, byte[] secret, byte[] pub, byte[] info, byte[] exporterContext)
      throws GeneralSecurityException {
    Schedule s = schedule(enc, secret, pub, info);
    byte[] exporter = labeledExpand(s.suite, s.secret, "exp", s.context, 32);
    return labeledExpand(s.suite, exporter, "sec", exporterContext, 32);
  }

  byte[] open(byte[] enc, byte[] secret, byte[] pub, byte[] info, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException {
    Schedule s = schedule(enc, secret, pub, info);
    byte[] aes = labeledExpand(s.suite, s.secret, "key", s.context, keyLength);
    byte[] nonce = labeledExpand(s.suite, s.secret, "base_nonce", s.context, 12);
    return gcm(aes, nonce, aad, ciphertext);
  }

  static byte[] gcm(byte[] aes, byte[] nonce, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.DECRYPT_MODE, new SecretKeySpec(aes, "AES"), new GCMParameterSpec(128, nonce));
    gcm.updateAAD(aad);
    return gcm.doFinal(ciphertext);
  }

  private static byte[] agree(byte[] secret, byte[] enc) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("X25519");
    byte[] bigEndian = new byte[enc.length];
    for (int i = 0; i < enc.length; i++) {
      bigEndian[i] = enc[enc.length - 1 - i];
    }
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(
        factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
    agreement.doPhase(
        factory.generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
        true);
    return agreement.generateSecret();
  }

  private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] ikm)
      throws GeneralSecurityException {
    return hmac(
        salt.length == 0 ? new byte[32] : salt, concat(ascii("HPKE-v1"), suite, ascii(label), ikm));
  }

  private static byte[] labeledExpand(
      byte[] suite, byte[] prk, String label, byte[] info, int length)
      throws GeneralSecurityException {
    byte[] labeled = concat(i2osp(length), ascii("HPKE-v1"), suite, ascii(label), info);
    // One block of HKDF-SHA256 is enough: no output here is longer than 32 octets.
    return java.util.Arrays.copyOf(hmac(prk, concat(labeled, new byte[] {1})), length);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  private static byte[] i2osp(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
