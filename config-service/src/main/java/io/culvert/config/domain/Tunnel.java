package io.culvert.config.domain;

import java.time.Instant;

/**
 * A tunnel.
 *
 * @param id numeric id
 * @param tenant the tenant's id
 * @param settings what the admin decided
 * @param version grows with each change an admin makes; the ETag
 * @param revision grows with each event about the tunnel, so also when its key is sealed anew
 * @param created when
 * @param updated when an admin last changed it
 */
public record Tunnel(
    long id,
    String tenant,
    TunnelSettings settings,
    long version,
    long revision,
    Instant created,
    Instant updated) {

  /** A tunnel that has just been made. */
  public static Tunnel create(long id, String tenant, TunnelSettings settings, Instant now) {
    return new Tunnel(id, tenant, settings, 1, 1, now, now);
  }

  /** The tunnel after an admin's change. */
  public Tunnel changed(TunnelSettings next, Instant now) {
    return new Tunnel(id, tenant, next, version + 1, revision + 1, created, now);
  }

  /** The same tunnel, to be told to the gateways again. */
  public Tunnel republished() {
    return new Tunnel(id, tenant, settings, version, revision + 1, created, updated);
  }
}
