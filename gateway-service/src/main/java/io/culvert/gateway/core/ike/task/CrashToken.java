package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.ProtocolId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tokens by which a peer believes that its IKE SA is gone with a crash of ours (RFC 6290). Nothing
 * is kept: a token is {@code HMAC-SHA-256(secret, our SPI | peer's SPI)}, 16 octets of it.
 *
 * <p>Our own SPI comes first, whichever end was the initiator. So the token of an SA is made for
 * the SPI by which we look it up and for no other: where that finds nothing, no such SA is alive.
 */
public final class CrashToken {
  /** The least that RFC 6290 §4.1 allows: an answer with it is smaller than most requests. */
  private static final int LENGTH = 16;

  private static final Prf MAC = Prf.of(PrfId.HMAC_SHA2_256);

  private CrashToken() {}

  /** The QCD_TOKEN notification for an IKE SA. */
  public static NotifyPayload of(Secret secret, long ourSpi, long peerSpi) {
    byte[] mac =
        MAC.compute(secret, Bytes.ofLong(ourSpi).toArray(), Bytes.ofLong(peerSpi).toArray());
    return new NotifyPayload(
        ProtocolId.IKE.value(), // RFC 6290 §4.1
        Bytes.EMPTY,
        NotifyType.QUICK_CRASH_DETECTION.value(),
        Bytes.of(Arrays.copyOf(mac, LENGTH)));
  }

  /** The peer's token in a protected message, when it has one of a length that may be. */
  public static Optional<Bytes> read(PayloadList message) {
    return message
        .notifies(NotifyType.QUICK_CRASH_DETECTION)
        .map(NotifyPayload::data)
        .filter(token -> token.length() >= LENGTH && token.length() <= 128)
        .findFirst();
  }
}
