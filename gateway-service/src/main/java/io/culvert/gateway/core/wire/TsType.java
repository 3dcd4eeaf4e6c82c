package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Traffic selector types (RFC 7296 §3.13.1). */
public enum TsType {
  IPV4_ADDR_RANGE(7),
  IPV6_ADDR_RANGE(8);

  private static final Map<Integer, TsType> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(TsType::value, Function.identity()));

  private final int value;

  TsType(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<TsType> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
