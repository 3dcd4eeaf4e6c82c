package io.culvert.config.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
 * @param previousKeyUntil until when the key before the present one is accepted too; null when
 *     there is none
 * @param keyUse which of its keys the device used last; null when nobody has told
 */
public record Tunnel(
    long id,
    String tenant,
    TunnelSettings settings,
    long version,
    long revision,
    Instant created,
    Instant updated,
    @Nullable Instant previousKeyUntil,
    @Nullable KeyUse keyUse) {

  /** A tunnel that has just been made. */
  public static Tunnel create(long id, String tenant, TunnelSettings settings, Instant now) {
    return new Tunnel(id, tenant, settings, 1, 1, now, now, null, null);
  }

  /** The tunnel after an admin's change. */
  public Tunnel changed(TunnelSettings next, Instant now) {
    return new Tunnel(
        id, tenant, next, version + 1, revision + 1, created, now, previousKeyUntil, keyUse);
  }

  /** The same tunnel, to be told to the gateways again. */
  public Tunnel republished() {
    return new Tunnel(
        id, tenant, settings, version, revision + 1, created, updated, previousKeyUntil, keyUse);
  }

  /** The tunnel with another key, the one before accepted until then. */
  public Tunnel rotated(Instant until, Instant now) {
    KeyUse use = keyUse == null ? null : keyUse.rotated();
    return new Tunnel(id, tenant, settings, version + 1, revision + 1, created, now, until, use);
  }

  /** The tunnel with its present key alone, by an admin's wish. */
  public Tunnel retired(Instant now) {
    KeyUse use = keyUse == null ? null : keyUse.retired();
    return new Tunnel(id, tenant, settings, version + 1, revision + 1, created, now, null, use);
  }

  /** The tunnel, a key alone being accepted that it was just given. */
  public Tunnel withoutPreviousKey() {
    return new Tunnel(id, tenant, settings, version, revision, created, updated, null, null);
  }
}
