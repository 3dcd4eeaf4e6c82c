package io.culvert.config.domain;

import io.culvert.config.domain.Scope.Access;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token with which a tenant's automation calls the API; the secret itself is not in it.
 *
 * @param id numeric id
 * @param tenant the tenant's id
 * @param settings what the admin decided
 * @param prefix the first characters of the secret, by which people tell tokens apart
 * @param created when
 * @param createdBy who made it
 * @param lastUsed when it was last accepted, some seconds late; null when never
 * @param revoked when it was revoked; null when it was not
 * @param version grows with each change; the ETag
 */
public record ApiToken(
    long id,
    String tenant,
    Settings settings,
    String prefix,
    Instant created,
    String createdBy,
    @Nullable Instant lastUsed,
    @Nullable Instant revoked,
    long version) {

  /**
   * What an admin decides about a token.
   *
   * @param name unique among the tenant's tokens that are not revoked
   * @param expires from when on it is not accepted
   * @param scopes at least one, each endpoint at most once
   */
  public record Settings(String name, Instant expires, List<Scope> scopes) {
    public Settings {
      scopes = List.copyOf(scopes);
    }
  }

  public String name() {
    return settings.name();
  }

  /** Whether it is accepted at that time. */
  public boolean valid(Instant now) {
    return revoked == null && now.isBefore(settings.expires());
  }

  /** How far it may go at an endpoint; empty when not at all. */
  public Optional<Access> access(Endpoint endpoint) {
    return settings.scopes().stream()
        .filter(scope -> scope.endpoint() == endpoint)
        .map(Scope::access)
        .findFirst();
  }

  /** The token with other settings. */
  public ApiToken changed(Settings next) {
    return new ApiToken(
        id, tenant, next, prefix, created, createdBy, lastUsed, revoked, version + 1);
  }

  /** The token, accepted no longer. */
  public ApiToken revoked(Instant now) {
    return new ApiToken(
        id, tenant, settings, prefix, created, createdBy, lastUsed, now, version + 1);
  }
}
