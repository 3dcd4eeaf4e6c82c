package io.culvert.gateway.app.control;

import java.time.Instant;

/**
 * Who reports.
 *
 * @param id the gateway's id
 * @param pop its POP
 * @param epoch when this process started; counters count from then
 */
public record GatewayIdentity(String id, String pop, Instant epoch) {}
