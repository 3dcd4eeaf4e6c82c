package io.culvert.gateway.core.esp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes and verifies the truncated HMAC at the end of a packet (RFC 4868 §2.1.2). */
final class Icv {
  private final Mac mac;
  private final byte[] whole;
  private final byte[] computed;
  private final byte[] received;

  Icv(EspIntegrity integrity, byte[] key) throws GeneralSecurityException {
    this.mac = Mac.getInstance(integrity.algorithm());
    mac.init(new SecretKeySpec(key, integrity.algorithm()));
    this.whole = new byte[mac.getMacLength()];
    this.computed = new byte[integrity.icvLength()];
    this.received = new byte[integrity.icvLength()];
  }

  int length() {
    return computed.length;
  }

  /** Writes the ICV of {@code length} octets right behind them. */
  void append(byte[] data, int offset, int length) throws GeneralSecurityException {
    compute(data, offset, length);
    System.arraycopy(computed, 0, data, offset + length, computed.length);
  }

  /** Whether the ICV right behind {@code length} octets is theirs. */
  boolean verify(byte[] data, int offset, int length) throws GeneralSecurityException {
    compute(data, offset, length);
    System.arraycopy(data, offset + length, received, 0, received.length);
    return MessageDigest.isEqual(computed, received);
  }

  private void compute(byte[] data, int offset, int length) throws GeneralSecurityException {
    mac.update(data, offset, length);
    mac.doFinal(whole, 0);
    System.arraycopy(whole, 0, computed, 0, computed.length);
  }
}
