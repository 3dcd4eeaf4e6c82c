package io.culvert.auth.api;

import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls, by the token. */
@RequestScoped
class Caller {
  private final JsonWebToken token;

  Caller(JsonWebToken token) {
    this.token = token;
  }

  /**
   * The tenant whose settings these are.
   *
   * @throws ForbiddenException when the token names none
   */
  String tenant() {
    @Nullable Object tenant = token.getClaim("tenant");
    if (tenant instanceof String id && !id.isBlank()) {
      return id;
    }
    throw new ForbiddenException("no tenant");
  }
}
