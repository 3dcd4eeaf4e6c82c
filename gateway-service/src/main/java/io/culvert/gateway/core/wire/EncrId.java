package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Encryption transforms (RFC 7296 §3.3.2 and IANA, transform type 1). */
public enum EncrId {
  DES_IV64(1),
  DES(2),
  TRIPLE_DES(3),
  RC5(4),
  IDEA(5),
  CAST(6),
  BLOWFISH(7),
  TRIPLE_IDEA(8),
  DES_IV32(9),
  NULL(11),
  AES_CBC(12),
  AES_CTR(13),
  AES_CCM_8(14),
  AES_CCM_12(15),
  AES_CCM_16(16),
  AES_GCM_8(18),
  AES_GCM_12(19),
  AES_GCM_16(20),
  NULL_AUTH_AES_GMAC(21),
  CAMELLIA_CBC(23),
  CAMELLIA_CTR(24),
  CAMELLIA_CCM_8(25),
  CAMELLIA_CCM_12(26),
  CAMELLIA_CCM_16(27),
  CHACHA20_POLY1305(28);

  private static final Map<Integer, EncrId> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EncrId::value, Function.identity()));

  private final int value;

  EncrId(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<EncrId> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
