package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What the engine asks the outside to do, in the order of the list it came in. */
public sealed interface Effect {
  /**
   * Send an IKE message. A local port other than 500 means that the sender puts the four zero
   * octets of the non-ESP marker before it (RFC 7296 §3.1).
   */
  record SendDatagram(InetSocketAddress local, InetSocketAddress remote, Bytes data)
      implements Effect {}

  /** Send a NAT keepalive: the one octet 0xFF, without a marker (RFC 3948 §2.3). */
  record SendKeepalive(InetSocketAddress local, InetSocketAddress remote) implements Effect {}

  /** Install a pair of ESP SAs. */
  record InstallChildSa(ChildSaInstall install) implements Effect {}

  /** Forget a pair of ESP SAs, named by our inbound SPI. */
  record RemoveChildSa(int inboundSpi) implements Effect {}

  /**
   * Tell who this is: answer with {@link Input.PolicyDecision} and the same token. Without an
   * answer the half-open SA expires.
   *
   * @param token names the question
   * @param identity what the peer claims to be; not yet proven
   * @param wanted the gateway identity the peer asked for
   * @param remote where it came from
   */
  record RequestPolicy(
      long token, Identity identity, Optional<Identity> wanted, InetSocketAddress remote)
      implements Effect {}

  /** The peer of this child SA is now seen at another address or port. */
  record MovePeer(int inboundSpi, InetSocketAddress remote) implements Effect {}

  /**
   * Run this on any thread, and give it back with {@link Input.Computed}. Where there is no time
   * for it, give it back as it is: that is a refusal, which costs the peer a repeat.
   */
  record Compute(Computation<?> computation) implements Effect {}

  /**
   * Publish an event.
   *
   * @param event what happened; of several, the last
   * @param since when the first of those it counts was seen, in {@code nanoTime}
   * @param last when the last was
   */
  record Emit(IkeEvent event, long since, long last) implements Effect {}
}
