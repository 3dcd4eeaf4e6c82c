package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Extended sequence numbers (RFC 7296 §3.3.2, transform type 5). */
public enum EsnId {
  NO_ESN(0),
  ESN(1);

  private static final Map<Integer, EsnId> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EsnId::value, Function.identity()));

  private final int value;

  EsnId(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<EsnId> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
