package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.task.ChildTerms;
import io.culvert.gateway.core.ike.task.KeyMark;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The authenticated peer.
 *
 * @param terms what it may have as a child SA
 * @param key the pre-shared key that proved it; empty where we are the initiator
 * @param source the only address it may be at; empty for any
 * @param mobike whether it tells by itself where it is (RFC 4555)
 */
record Peer(
    long tunnelId,
    Identity identity,
    ChildTerms terms,
    Optional<KeyMark> key,
    Optional<InetAddress> source,
    boolean mobike) {
  boolean mayBeAt(InetAddress address) {
    return source.isEmpty() || source.get().equals(address);
  }
}
