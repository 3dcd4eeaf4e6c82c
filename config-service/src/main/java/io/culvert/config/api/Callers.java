package io.culvert.config.api;

import io.culvert.config.app.Caller;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes the request, by its token. */
@RequestScoped
class Callers {
  private final JsonWebToken token;

  Callers(JsonWebToken token) {
    this.token = token;
  }

  /**
   * The caller.
   *
   * @throws RefusedException when the token names no tenant
   */
  Caller current() {
    Object claim = token.getClaim("tenant");
    if (claim instanceof String tenant && !tenant.isBlank()) {
      return new Caller(tenant);
    }
    throw RefusedException.because(Reason.FORBIDDEN, "the token has no claim tenant");
  }
}
