package io.culvert.config.store;

import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.Endpoint;
import io.culvert.config.domain.Scope;
import io.culvert.config.domain.Scope.Access;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_token}. */
@Entity(name = "ApiToken")
@Table(name = "api_token", schema = "config")
class TokenEntity {
  private static final char BETWEEN = ' ';

  @Id Long id;

  @Column String tenant;
  @Column String name;
  @Column String prefix;
  @Column String digest;
  @Column String scopes;
  @Column Instant expires;
  @Column Instant created;

  @Column(name = "created_by")
  String createdBy;

  @Column(name = "last_used")
  @Nullable Instant lastUsed;

  @Column @Nullable Instant revoked;
  @Column long version;

  /** Takes over everything but the last use, which is written on its own. */
  void set(ApiToken token) {
    id = token.id();
    tenant = token.tenant();
    name = token.name();
    prefix = token.prefix();
    scopes = Lists.join(token.settings().scopes().stream().map(TokenEntity::text).toList());
    expires = token.settings().expires();
    created = token.created();
    createdBy = token.createdBy();
    revoked = token.revoked();
    version = token.version();
  }

  ApiToken toDomain() {
    List<Scope> known =
        Lists.split(scopes).stream().map(TokenEntity::scope).flatMap(Optional::stream).toList();
    return new ApiToken(
        id,
        tenant,
        new ApiToken.Settings(name, expires, known),
        prefix,
        created,
        createdBy,
        lastUsed,
        revoked,
        version);
  }

  private static String text(Scope scope) {
    return scope.endpoint().path() + BETWEEN + scope.access().name();
  }

  /** Empty for an endpoint that only a newer instance knows: this one lets nobody in there. */
  private static Optional<Scope> scope(String text) {
    int space = text.indexOf(BETWEEN);
    return Endpoint.of(text.substring(0, space))
        .map(endpoint -> new Scope(endpoint, Access.valueOf(text.substring(space + 1))));
  }
}
