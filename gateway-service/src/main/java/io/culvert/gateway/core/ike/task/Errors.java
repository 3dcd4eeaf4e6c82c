package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.Optional;

/** Makes and reads error notifications. */
final class Errors {
  private Errors() {}

  /** The error's name, or its number where it has none. */
  static String name(NotifyPayload error) {
    return error.knownType().map(NotifyType::name).orElse("error " + error.notifyType());
  }

  /** INVALID_KE_PAYLOAD with the group we want (RFC 7296 §1.3). */
  static NotifyPayload invalidKe(KeMethod wanted) {
    int value = wanted.value();
    return NotifyPayload.of(
        NotifyType.INVALID_KE_PAYLOAD, Bytes.of((byte) (value >>> 8), (byte) value));
  }

  /** The group of INVALID_KE_PAYLOAD. */
  static Optional<KeMethod> group(NotifyPayload invalidKe) {
    byte[] data = invalidKe.data().toArray();
    return data.length == 2
        ? KeMethod.of(((data[0] & 0xff) << 8) | (data[1] & 0xff))
        : Optional.empty();
  }
}
