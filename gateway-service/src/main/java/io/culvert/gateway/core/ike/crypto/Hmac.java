package io.culvert.gateway.core.ike.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The HMACs (RFC 2104) that PRFs and integrity algorithms are made of. */
enum Hmac {
  SHA1("HmacSHA1", 20),
  SHA2_256("HmacSHA256", 32),
  SHA2_384("HmacSHA384", 48),
  SHA2_512("HmacSHA512", 64);

  private final String algorithm;
  private final int length;

  Hmac(String algorithm, int length) {
    this.algorithm = algorithm;
    this.length = length;
  }

  /** Octets of the output, and of the key these algorithms use by preference. */
  int length() {
    return length;
  }

  /** The full output over the parts, one after the other. */
  byte[] compute(Secret key, byte[]... parts) {
    byte[] octets = key.toArray();
    try {
      Mac mac = Mac.getInstance(algorithm);
      // The JDK refuses an empty key; HMAC pads a key with zeros, so one zero octet is the same
      // key.
      mac.init(new SecretKeySpec(octets.length == 0 ? new byte[1] : octets, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }
}
