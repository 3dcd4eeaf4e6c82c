package io.culvert.gateway.core.notice;

/**
 * A host, whichever carrier address it has.
 *
 * @param inside its address in the customer's network
 */
public record HostKey(long tunnelId, int inside) {}
