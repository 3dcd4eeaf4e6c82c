package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.crypto.EspSuite;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.net.TrafficSelector;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * A pair of ESP SAs to install. The receiver owns the keys from then on.
 *
 * @param tunnelId the tunnel
 * @param ikeSaHandle names the IKE connection; stays the same when the IKE SA is rekeyed
 * @param inboundSpi our SPI, by which the peer sends; unique in this gateway
 * @param outboundSpi the peer's SPI
 * @param replaces our SPI of the child SA this one is a rekey of; packets are accepted on both
 *     until RemoveChildSa
 * @param sending when packets to the peer go through it
 * @param suite the algorithms
 * @param inbound keys for packets from the peer
 * @param outbound keys for packets to the peer
 * @param inside selectors of the peer's side (the device's)
 * @param outside selectors of the gateway's side
 * @param udpEncapsulated whether ESP travels in UDP 4500
 * @param local our address and port
 * @param remote the peer's address and port
 */
public record ChildSaInstall(
    long tunnelId,
    long ikeSaHandle,
    int inboundSpi,
    int outboundSpi,
    OptionalInt replaces,
    Sending sending,
    EspSuite suite,
    DirectionKeys inbound,
    DirectionKeys outbound,
    List<TrafficSelector> inside,
    List<TrafficSelector> outside,
    boolean udpEncapsulated,
    InetSocketAddress local,
    InetSocketAddress remote) {
  /** When packets to the peer go through a new child SA (RFC 7296 §2.8). */
  public enum Sending {
    /** At once: the peer had it before we did. */
    AT_ONCE,
    /**
     * When the peer is known to have it: something authentic came in on it, or the child SA it
     * replaces is removed. Until then others go on sending.
     */
    ONCE_PROVEN,
    /** Not while the peer has another: it is redundant and about to be deleted (§2.8.1). */
    LAST_RESORT
  }

  /**
   * Keys of one direction.
   *
   * @param encryption cipher key; for AES-GCM followed by the 4-octet salt (RFC 4106 §8.1); empty
   *     for NULL
   * @param integrity HMAC key; empty for AES-GCM
   */
  public record DirectionKeys(Secret encryption, Secret integrity) {}

  public ChildSaInstall {
    inside = List.copyOf(inside);
    outside = List.copyOf(outside);
  }
}
