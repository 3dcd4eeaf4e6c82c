package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Security protocols (RFC 7296 §3.3.1). */
public enum ProtocolId {
  IKE(1),
  AH(2),
  ESP(3);

  private static final Map<Integer, ProtocolId> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ProtocolId::value, Function.identity()));

  private final int value;

  ProtocolId(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<ProtocolId> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
