package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.PrfId;
import java.util.Collection;

/**
 * By which pre-shared key a connection was proven, without keeping the key: {@code
 * HMAC-SHA-256(key, handle)}, of use for that connection alone.
 */
public record KeyMark(long handle, Bytes mac) {
  private static final Prf MAC = Prf.of(PrfId.HMAC_SHA2_256);

  /** The mark that this key makes on that connection. */
  public static KeyMark of(AcceptedPsk key, long handle) {
    return new KeyMark(handle, Bytes.of(MAC.compute(key.secret(), Bytes.ofLong(handle).toArray())));
  }

  /** Whether it is one of these keys. */
  public boolean isOfOne(Collection<AcceptedPsk> keys) {
    return keys.stream().anyMatch(key -> of(key, handle).equals(this));
  }
}
