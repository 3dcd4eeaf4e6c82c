package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;

/**
 * A post-quantum pre-shared key (RFC 8784), which both ends mix into their keys besides the one
 * that authenticates.
 *
 * @param id what both ends call it, not a secret
 * @param secret the key; stays the property of the giver
 */
public record Ppk(Bytes id, Secret secret) {
  private static final int FIXED = 2;

  /** Names it to the peer: PPK_ID_FIXED and its id (RFC 8784 §5.1). */
  NotifyPayload identity() {
    return NotifyPayload.of(
        NotifyType.PPK_IDENTITY, new ByteWriter().u8(FIXED).bytes(id).toBytes());
  }

  /** Whether the peer names it. */
  boolean isNamedBy(NotifyPayload notification) {
    return notification.data().equals(identity().data());
  }
}
