package io.culvert.gateway.core.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Payload types (RFC 7296 §3.2, RFC 7383 for SKF). */
public enum PayloadType {
  NONE(0),
  SA(33),
  KE(34),
  ID_I(35),
  ID_R(36),
  CERT(37),
  CERTREQ(38),
  AUTH(39),
  NONCE(40),
  NOTIFY(41),
  DELETE(42),
  VENDOR_ID(43),
  TS_I(44),
  TS_R(45),
  SK(46),
  CP(47),
  EAP(48),
  SKF(53);

  private static final Map<Integer, PayloadType> BY_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(PayloadType::value, Function.identity()));

  private final int value;

  PayloadType(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** The entry of this number; empty for a number this registry does not name. */
  public static Optional<PayloadType> of(int value) {
    return Optional.ofNullable(BY_VALUE.get(value));
  }
}
