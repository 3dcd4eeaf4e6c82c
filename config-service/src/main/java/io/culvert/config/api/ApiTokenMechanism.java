package io.culvert.config.api;

import io.culvert.config.app.TokenCheck;
import io.culvert.config.domain.ApiToken;
import io.culvert.config.domain.Endpoint;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Scope.Access;
import io.culvert.config.domain.TokenSecret;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who sends an API token, as {@code Authorization: Bearer} or in a header of its own. It
 * acts as an admin or viewer of its tenant, at the endpoint it calls and nowhere else. Whatever is
 * no API token is left to the login.
 */
@ApplicationScoped
class ApiTokenMechanism implements HttpAuthenticationMechanism {
  /** The header clients of the published API use. */
  static final String HEADER = "Netskope-Api-Token";

  /** Before the login, which would take the token for one of its own that is broken. */
  private static final int PRIORITY = 2 * DEFAULT_PRIORITY;

  private static final String SCHEME = "Bearer ";
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final TokenCheck tokens;

  ApiTokenMechanism(TokenCheck tokens) {
    this.tokens = tokens;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    HttpServerRequest request = context.request();
    return Uni.createFrom()
        .deferred(
            () -> {
              String sent = sent(request);
              return sent == null ? Uni.createFrom().nullItem() : authenticate(sent, request);
            });
  }

  /** What may be an API token; null when nothing may. */
  private static @Nullable String sent(HttpServerRequest request) {
    List<String> own = request.headers().getAll(HEADER);
    String bearer = bearer(request);
    if (own.isEmpty()) {
      return bearer != null && bearer.startsWith(TokenSecret.PREFIX) ? bearer : null;
    }
    // RFC 6750 §2: no more than one way of saying who one is.
    if (own.size() > 1 || bearer != null) {
      throw new WrongTokenException();
    }
    return own.getFirst().strip();
  }

  private static @Nullable String bearer(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : null;
  }

  private Uni<SecurityIdentity> authenticate(String sent, HttpServerRequest request) {
    Endpoint endpoint = Endpoint.covering(request.path()).orElse(null);
    Access needed = READING.contains(request.method()) ? Access.READ : Access.READ_WRITE;
    return tokens
        .check(sent, Callers.address(request), endpoint)
        .map(found -> found.orElseThrow(WrongTokenException::new))
        .map(token -> identity(token, endpoint, needed));
  }

  private static SecurityIdentity identity(
      ApiToken token, @Nullable Endpoint endpoint, Access needed) {
    if (endpoint == null) {
      throw RefusedException.because(
          Reason.FORBIDDEN, "API tokens are let into " + Endpoint.known() + " only");
    }
    Access access = token.access(endpoint).filter(has -> has.covers(needed)).orElse(null);
    if (access == null) {
      throw RefusedException.because(
          Reason.FORBIDDEN,
          "the API token has no access %s to %s".formatted(needed.label(), endpoint.path()));
    }
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new TokenPrincipal(token))
        .addRole(
            switch (access) {
              case READ -> Roles.VIEWER;
              case READ_WRITE -> Roles.ADMIN;
            })
        .build();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().nullItem();
  }

  @Override
  public int getPriority() {
    return PRIORITY;
  }
}
