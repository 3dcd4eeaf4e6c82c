package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.NatDetection;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What NAT detection found (RFC 7296 §2.23).
 *
 * @param supported the peer took part
 * @param peerBehindNat the peer's address was translated, or it says so
 * @param selfBehindNat our address was translated
 * @param forced we pretend that our address was translated
 */
public record Nat(boolean supported, boolean peerBehindNat, boolean selfBehindNat, boolean forced) {
  /** Nothing looked for, nothing found. */
  public static final Nat NONE = new Nat(false, false, false, false);

  private static final int HASH_LENGTH = 20;

  /** The SPIs and addresses of an IKE_SA_INIT message, as seen by its receiver or sender. */
  public record Ends(long spiI, long spiR, InetSocketAddress local, InetSocketAddress remote) {}

  /** Whether ESP is to travel in UDP. */
  public boolean detected() {
    return peerBehindNat || selfBehindNat || forced;
  }

  /**
   * Reads the peer's notifications in a message that came from {@code ends.remote()}.
   *
   * @param force pretend to be behind a NAT to a peer that takes part
   */
  public static Nat read(PayloadList received, Ends ends, boolean force) {
    if (!received.has(NotifyType.NAT_DETECTION_SOURCE_IP)
        || !received.has(NotifyType.NAT_DETECTION_DESTINATION_IP)) {
      return NONE;
    }
    Bytes source = hash(ends, ends.remote());
    Bytes destination = hash(ends, ends.local());
    return new Nat(
        true,
        received
            .notifies(NotifyType.NAT_DETECTION_SOURCE_IP)
            .noneMatch(n -> n.data().equals(source)),
        received
            .notifies(NotifyType.NAT_DETECTION_DESTINATION_IP)
            .noneMatch(n -> n.data().equals(destination)),
        force);
  }

  /**
   * Our notifications in a message that goes to {@code ends.remote()}.
   *
   * @param forced send a source hash of nothing, so that the peer sees a NAT
   */
  public static List<Payload> announce(Ends ends, boolean forced, Randomness randomness) {
    Bytes source = forced ? Bytes.of(randomness.bytes(HASH_LENGTH)) : hash(ends, ends.local());
    return List.of(
        NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, source),
        NotifyPayload.of(NotifyType.NAT_DETECTION_DESTINATION_IP, hash(ends, ends.remote())));
  }

  private static Bytes hash(Ends ends, InetSocketAddress address) {
    return NatDetection.hash(ends.spiI(), ends.spiR(), address);
  }
}
