package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Authentication methods (RFC 7296 §3.8, RFC 4754, RFC 7427, RFC 7619). */
public enum AuthMethod {
  RSA_SIGNATURE(1),
  SHARED_KEY(2),
  DSS_SIGNATURE(3),
  ECDSA_SHA256_P256(9),
  ECDSA_SHA384_P384(10),
  ECDSA_SHA512_P521(11),
  GSPM(12),
  NULL(13),
  DIGITAL_SIGNATURE(14);

  private static final Map<Integer, AuthMethod> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(AuthMethod::value, Function.identity()));

  private final int value;

  AuthMethod(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<AuthMethod> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
