package io.culvert.gateway.core.esp;

/** The integrity algorithms of phase 2 (RFC 2404, RFC 4868). */
public enum EspIntegrity {
  /** The cipher brings its own. */
  NONE("", 0, 0),
  HMAC_SHA1_96("HmacSHA1", 20, 12),
  HMAC_SHA2_256_128("HmacSHA256", 32, 16),
  HMAC_SHA2_384_192("HmacSHA384", 48, 24),
  HMAC_SHA2_512_256("HmacSHA512", 64, 32);

  private final String algorithm;
  private final int keyLength;
  private final int icvLength;

  EspIntegrity(String algorithm, int keyLength, int icvLength) {
    this.algorithm = algorithm;
    this.keyLength = keyLength;
    this.icvLength = icvLength;
  }

  /** The JCA name of the untruncated MAC. */
  String algorithm() {
    return algorithm;
  }

  /** Octets of key; also the length of the untruncated MAC. */
  public int keyLength() {
    return keyLength;
  }

  /** Octets that travel in a packet. */
  public int icvLength() {
    return icvLength;
  }
}
