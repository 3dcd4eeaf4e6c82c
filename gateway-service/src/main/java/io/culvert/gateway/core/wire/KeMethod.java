package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Key exchange methods, once called Diffie-Hellman groups (IANA, transform type 4). */
public enum KeMethod {
  NONE(0),
  MODP_768(1),
  MODP_1024(2),
  MODP_1536(5),
  MODP_2048(14),
  MODP_3072(15),
  MODP_4096(16),
  MODP_6144(17),
  MODP_8192(18),
  ECP_256(19),
  ECP_384(20),
  ECP_521(21),
  MODP_1024_160(22),
  MODP_2048_224(23),
  MODP_2048_256(24),
  ECP_192(25),
  ECP_224(26),
  BRAINPOOL_224(27),
  BRAINPOOL_256(28),
  BRAINPOOL_384(29),
  BRAINPOOL_512(30),
  CURVE25519(31),
  CURVE448(32),
  ML_KEM_512(35),
  ML_KEM_768(36),
  ML_KEM_1024(37);

  private static final Map<Integer, KeMethod> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(KeMethod::value, Function.identity()));

  private final int value;

  KeMethod(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<KeMethod> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
