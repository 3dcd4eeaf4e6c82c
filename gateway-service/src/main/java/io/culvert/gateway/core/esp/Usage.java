package io.culvert.gateway.core.esp;

/**
 * How much a child SA has protected, in the direction that has more of it.
 *
 * @param inboundSpi names the child SA
 * @param packets sequence numbers used up, of 4,294,967,295
 * @param octets plaintext, padding included
 */
public record Usage(int inboundSpi, long packets, long octets) {}
