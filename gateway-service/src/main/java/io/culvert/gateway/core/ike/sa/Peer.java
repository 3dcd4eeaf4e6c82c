package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.task.ChildTerms;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The authenticated peer.
 *
 * @param terms what it may have as a child SA
 * @param source the only address it may be at; empty for any
 * @param mobike whether it tells by itself where it is (RFC 4555)
 */
record Peer(
    long tunnelId,
    Identity identity,
    ChildTerms terms,
    Optional<InetAddress> source,
    boolean mobike) {
  boolean mayBeAt(InetAddress address) {
    return source.isEmpty() || source.get().equals(address);
  }
}
