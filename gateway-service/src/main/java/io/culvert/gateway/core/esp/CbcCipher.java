package io.culvert.gateway.core.esp;

import io.culvert.gateway.core.net.Octets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CBC and an HMAC (RFC 3602).
 *
 * <p>The cipher is initialised once, with an IV of zeros, and each packet is one block longer for
 * it. Sealing puts a block in front that occurs once under the key and is unknown to others; what
 * it encrypts to is the packet's IV, unpredictable as RFC 3602 §3 asks (NIST SP 800-38A, appendix
 * C, first method). Opening takes the IV for a first block of ciphertext and leaves what it
 * decrypts to. So no packet pays for an initialisation and its garbage.
 */
final class CbcCipher implements PacketCipher {
  private static final int BLOCK = 16;

  private final Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
  private final Icv icv;
  private final byte[] first = new byte[BLOCK];
  private final long secretHigh;
  private final long secretLow;
  private long sealed;

  CbcCipher(byte[] key, Icv icv, boolean sealing) throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    this.icv = icv;
    this.secretHigh = random.nextLong();
    this.secretLow = random.nextLong();
    int mode = sealing ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
  }

  @Override
  public int ivLength() {
    return BLOCK;
  }

  @Override
  public int icvLength() {
    return icv.length();
  }

  @Override
  public int alignment() {
    return BLOCK;
  }

  @Override
  public int plaintextShift() {
    return BLOCK;
  }

  @Override
  public boolean open(byte[] packet, int offset, int length, byte[] out, int outOffset)
      throws GeneralSecurityException {
    int authenticated = length - icv.length();
    if (!icv.verify(packet, offset, authenticated)) {
      return false;
    }
    cipher.doFinal(packet, offset + HEADER, authenticated - HEADER, out, outOffset);
    return true;
  }

  @Override
  public void seal(byte[] plain, int plainOffset, int plainLength, byte[] packet, int offset)
      throws GeneralSecurityException {
    Octets.put64(first, 0, secretHigh);
    Octets.put64(first, 8, secretLow ^ sealed++);
    cipher.update(first, 0, BLOCK, packet, offset + HEADER);
    cipher.doFinal(plain, plainOffset, plainLength, packet, offset + HEADER + BLOCK);
    icv.append(packet, offset, HEADER + BLOCK + plainLength);
  }
}
