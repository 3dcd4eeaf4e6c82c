package io.culvert.status.api;

import io.culvert.status.app.Scope;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls, by the token. */
@RequestScoped
class Caller {
  private final JsonWebToken token;
  private final SecurityIdentity identity;

  Caller(JsonWebToken token, SecurityIdentity identity) {
    this.token = token;
    this.identity = identity;
  }

  /**
   * The tenant of the token, or everyone's for an operator whose token names none.
   *
   * @throws ForbiddenException for anybody else whose token names none
   */
  Scope scope() {
    @Nullable Object tenant = token.getClaim("tenant");
    if (tenant instanceof String id && !id.isBlank()) {
      return new Scope.Tenant(id);
    }
    if (tenant == null && identity.hasRole("operator")) {
      return new Scope.Everyone();
    }
    throw new ForbiddenException("no tenant");
  }
}
