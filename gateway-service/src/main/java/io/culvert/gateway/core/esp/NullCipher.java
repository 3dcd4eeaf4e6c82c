package io.culvert.gateway.core.esp;

import java.security.GeneralSecurityException;

/** No encryption and an HMAC (RFC 2410). */
record NullCipher(Icv icv) implements PacketCipher {
  @Override
  public int ivLength() {
    return 0;
  }

  @Override
  public int icvLength() {
    return icv.length();
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
    int authenticated = length - icv.length();
    if (!icv.verify(packet, offset, authenticated)) {
      return false;
    }
    System.arraycopy(packet, offset + HEADER, out, outOffset, authenticated - HEADER);
    return true;
  }

  @Override
  public void seal(byte[] plain, int plainOffset, int plainLength, byte[] packet, int offset)
      throws GeneralSecurityException {
    System.arraycopy(plain, plainOffset, packet, offset + HEADER, plainLength);
    icv.append(packet, offset, HEADER + plainLength);
  }
}
