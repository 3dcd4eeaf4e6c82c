package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.wire.Bytes;
import java.net.InetSocketAddress;

/**
 * A datagram as it arrived.
 *
 * @param local the address and port it arrived at
 * @param remote where it came from; an answer goes back there (RFC 7296 §2.11)
 */
public record Arrival(InetSocketAddress local, InetSocketAddress remote, Bytes data) {}
