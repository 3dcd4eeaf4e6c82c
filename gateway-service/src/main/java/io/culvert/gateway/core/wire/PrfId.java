package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pseudorandom functions (RFC 7296 §3.3.2 and IANA, transform type 2). */
public enum PrfId {
  HMAC_MD5(1),
  HMAC_SHA1(2),
  HMAC_TIGER(3),
  AES128_XCBC(4),
  HMAC_SHA2_256(5),
  HMAC_SHA2_384(6),
  HMAC_SHA2_512(7),
  AES128_CMAC(8);

  private static final Map<Integer, PrfId> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(PrfId::value, Function.identity()));

  private final int value;

  PrfId(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<PrfId> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
