package io.culvert.gateway.core.esp;

/**
 * How much a child SA has been used: what it has protected, in the direction that has more of it,
 * and what came from the peer.
 *
 * @param inboundSpi names the child SA
 * @param packets sequence numbers used up, of 4,294,967,295
 * @param octets plaintext, padding included
 * @param authenticated authentic packets from the peer
 */
public record Usage(int inboundSpi, long packets, long octets, long authenticated) {}
