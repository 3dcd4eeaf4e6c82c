package io.culvert.gateway.core.esp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM with an ICV of 16 octets (RFC 4106). */
final class GcmCipher implements PacketCipher {
  private static final int IV = 8;
  private static final int ICV = 16;

  private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
  private final SecretKeySpec key;

  /** Salt and IV (RFC 4106 §4). */
  private final byte[] nonce = new byte[EspTransform.SALT + IV];

  GcmCipher(byte[] keyAndSalt) throws GeneralSecurityException {
    int keyLength = keyAndSalt.length - EspTransform.SALT;
    this.key = new SecretKeySpec(keyAndSalt, 0, keyLength, "AES");
    System.arraycopy(keyAndSalt, keyLength, nonce, 0, EspTransform.SALT);
  }

  @Override
  public int ivLength() {
    return IV;
  }

  @Override
  public int icvLength() {
    return ICV;
  }

  @Override
  public int alignment() {
    return 4; // RFC 4303 §2.4
  }

  @Override
  public int plaintextShift() {
    return 0;
  }

  @Override
  public boolean open(byte[] packet, int offset, int length, byte[] out, int outOffset)
      throws GeneralSecurityException {
    start(Cipher.DECRYPT_MODE, packet, offset);
    try {
      int at = HEADER + IV;
      cipher.doFinal(packet, offset + at, length - at, out, outOffset);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    }
  }

  @Override
  public void seal(byte[] plain, int plainOffset, int plainLength, byte[] packet, int offset)
      throws GeneralSecurityException {
    // RFC 4106 §3.1: the IV must be unique under the key. The sequence number is, as it never
    // wraps.
    System.arraycopy(packet, offset + 4, packet, offset + HEADER + 4, 4);
    packet[offset + HEADER] = 0;
    packet[offset + HEADER + 1] = 0;
    packet[offset + HEADER + 2] = 0;
    packet[offset + HEADER + 3] = 0;
    start(Cipher.ENCRYPT_MODE, packet, offset);
    cipher.doFinal(plain, plainOffset, plainLength, packet, offset + HEADER + IV);
  }

  private void start(int mode, byte[] packet, int offset) throws GeneralSecurityException {
    System.arraycopy(packet, offset + HEADER, nonce, EspTransform.SALT, IV);
    cipher.init(mode, key, new GCMParameterSpec(ICV * 8, nonce));
    cipher.updateAAD(packet, offset, HEADER); // RFC 4106 §5
  }
}
