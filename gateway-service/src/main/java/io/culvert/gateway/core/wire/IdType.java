package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Identification types (RFC 7296 §3.5). */
public enum IdType {
  IPV4_ADDR(1),
  FQDN(2),
  RFC822_ADDR(3),
  IPV6_ADDR(5),
  DER_ASN1_DN(9),
  DER_ASN1_GN(10),
  KEY_ID(11),
  FC_NAME(12),
  NULL(13);

  private static final Map<Integer, IdType> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(IdType::value, Function.identity()));

  private final int value;

  IdType(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<IdType> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
