package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Transform types (RFC 7296 §3.3.2, RFC 9370 §2.2.1; KE is the type once called Diffie-Hellman
 * group).
 */
public enum TransformType {
  ENCR(1),
  PRF(2),
  INTEG(3),
  KE(4),
  ESN(5),
  ADDKE1(6),
  ADDKE2(7),
  ADDKE3(8),
  ADDKE4(9),
  ADDKE5(10),
  ADDKE6(11),
  ADDKE7(12);

  private static final Map<Integer, TransformType> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(TransformType::value, Function.identity()));

  private final int value;

  TransformType(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<TransformType> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
