package io.culvert.config.api;

import io.culvert.config.app.Actor;
import io.culvert.config.app.Actor.Kind;
import io.culvert.config.app.Caller;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.RequestScoped;
import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who makes the request, by its login or API token. */
@RequestScoped
class Callers {
  private static final int NAME_LENGTH = 255;

  private final SecurityIdentity identity;
  private final HttpServerRequest request;

  Callers(SecurityIdentity identity, HttpServerRequest request) {
    this.identity = identity;
    this.request = request;
  }

  /**
   * The caller, for calls about a tenant's own.
   *
   * @throws RefusedException when the token names no tenant
   */
  Caller current() {
    String tenant =
        switch (identity.getPrincipal()) {
          case TokenPrincipal api -> api.token().tenant();
          case JsonWebToken login -> claim(login, "tenant");
          case Principal _ -> null;
        };
    if (tenant == null) {
      throw RefusedException.because(Reason.FORBIDDEN, "the token has no claim tenant");
    }
    return new Caller(tenant, actor());
  }

  /** Who calls, be it for a tenant or not. */
  Actor actor() {
    String address = address(request);
    return switch (identity.getPrincipal()) {
      case TokenPrincipal api ->
          new Actor(Kind.TOKEN, Long.toString(api.token().id()), api.getName(), address);
      case JsonWebToken login -> {
        String subject = claim(login, "sub");
        String name = claim(login, "preferred_username");
        String id = subject == null ? "" : subject;
        yield new Actor(Kind.USER, id, name == null ? id : name, address);
      }
      case Principal other -> new Actor(Kind.USER, "", clean(other.getName()), address);
    };
  }

  /** Whether an operator calls. */
  boolean operator() {
    return identity.hasRole(Roles.OPERATOR);
  }

  /** Where a request comes from. */
  static String address(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? "" : address;
  }

  private static @Nullable String claim(JsonWebToken login, String name) {
    return login.getClaim(name) instanceof String text && !text.isBlank() ? clean(text) : null;
  }

  /** The identity provider may let people choose their names. */
  private static String clean(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.substring(0, Math.min(printable.length(), NAME_LENGTH));
  }
}
