package io.culvert.gateway.app.policy;

/**
 * The keys this gateway proves itself with.
 *
 * @param psks opens the pre-shared keys of tunnels as they come from Kafka
 * @param ppks the post-quantum ones, from the operator
 */
public record KeyRing(PskOpener psks, Ppks ppks) {}
