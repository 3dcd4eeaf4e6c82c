package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.sa.Drain;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.ike.task.TunnelPolicy;
import io.culvert.gateway.core.ike.task.TunnelPolicy.AcceptedPsk;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** What the outside tells the engine. */
public sealed interface Input {
  /**
   * An IKE message, without the non-ESP marker.
   *
   * @param local the address and port it arrived at
   * @param remote where it came from
   */
  record Datagram(InetSocketAddress local, InetSocketAddress remote, Bytes data) implements Input {}

  /** Time has passed; due when {@link IkeEngine#nextDeadline()} says so. */
  record Tick() implements Input {}

  /** The answer to {@link Effect.Compute}: the same, run or not. */
  record Computed(Computation<?> computation) implements Input {}

  /** The answer to {@link Effect.RequestPolicy}. Unknown tokens are ignored. */
  record PolicyDecision(long token, Verdict verdict) implements Input {}

  /** Whether a peer may have a tunnel. */
  sealed interface Verdict {}

  /** It may, if it proves to hold one of the keys. */
  record Accepted(TunnelPolicy policy) implements Verdict {}

  /**
   * It may not; on the wire that looks like a wrong key.
   *
   * @param reason the true reason, for the event
   * @param tunnelId the tunnel that was meant, 0 where none is known
   * @param evidence what was seen, by name; never a secret
   */
  record Refused(Reason reason, long tunnelId, Map<String, String> evidence) implements Verdict {
    public Refused {
      evidence = Map.copyOf(evidence);
    }
  }

  /** An order from inside. */
  sealed interface Command extends Input {}

  /** Close all IKE SAs of a tunnel: children are removed at once, the peer is told. */
  record CloseTunnel(long tunnelId, Reason reason) implements Command {}

  /** Only these keys of the tunnel are accepted from now on: who proved another must go. */
  record KeysRetired(long tunnelId, List<AcceptedPsk> accepted) implements Command {}

  /** Authenticated ESP arrived on this child SA: the peer is alive. Once a second is enough. */
  record PeerActivity(int inboundSpi) implements Command {}

  /**
   * Authenticated ESP, the newest of its child SA, came from elsewhere than where its peer is known
   * to be. A few a second are enough.
   */
  record PeerElsewhere(int inboundSpi, InetSocketAddress local, InetSocketAddress remote)
      implements Command {}

  /** ESP arrived from that address with an SPI that nobody has. A few a second are enough. */
  record StrayEsp(InetSocketAddress remote, int spi) implements Command {}

  /** Send devices elsewhere from now on, new and connected ones; or, with none, no longer. */
  record SendAway(Drain drain) implements Command {}

  /** Send a liveness probe now on all IKE SAs of a tunnel. */
  record Probe(long tunnelId) implements Command {}

  /** Start a negotiation ourselves. */
  record Initiate(InetSocketAddress local, InetSocketAddress remote, InitiatorProfile profile)
      implements Command {}

  /** Negotiate a further child SA on the IKE SA of a tunnel. */
  record CreateChild(long tunnelId) implements Command {}

  /** Rekey this child SA now, and again later for as long as the peer refuses. */
  record RekeyChild(int inboundSpi) implements Command {}

  /** This child SA has protected as much as it may: it ends, as at the end of its lifetime. */
  record ExpireChild(int inboundSpi) implements Command {}

  /** Delete this child SA. */
  record DeleteChild(int inboundSpi) implements Command {}

  /** Rekey the IKE SAs of a tunnel now. */
  record RekeyIke(long tunnelId) implements Command {}
}
