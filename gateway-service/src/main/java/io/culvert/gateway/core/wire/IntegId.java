package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Integrity transforms (RFC 7296 §3.3.2 and IANA, transform type 3). */
public enum IntegId {
  NONE(0),
  HMAC_MD5_96(1),
  HMAC_SHA1_96(2),
  DES_MAC(3),
  KPDK_MD5(4),
  AES_XCBC_96(5),
  HMAC_MD5_128(6),
  HMAC_SHA1_160(7),
  AES_CMAC_96(8),
  AES_128_GMAC(9),
  AES_192_GMAC(10),
  AES_256_GMAC(11),
  HMAC_SHA2_256_128(12),
  HMAC_SHA2_384_192(13),
  HMAC_SHA2_512_256(14);

  private static final Map<Integer, IntegId> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(IntegId::value, Function.identity()));

  private final int value;

  IntegId(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<IntegId> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
