package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Exchange types (RFC 7296 §3.1, RFC 9242). */
public enum ExchangeType {
  IKE_SA_INIT(34),
  IKE_AUTH(35),
  CREATE_CHILD_SA(36),
  INFORMATIONAL(37),
  IKE_INTERMEDIATE(43);

  private static final Map<Integer, ExchangeType> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ExchangeType::value, Function.identity()));

  private final int value;

  ExchangeType(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<ExchangeType> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
