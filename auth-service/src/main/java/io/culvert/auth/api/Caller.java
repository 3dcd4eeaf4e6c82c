package io.culvert.auth.api;

import io.culvert.auth.login.Grants;
import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.stream.Stream;
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

  /**
   * The user's name, as the identity provider knows it best.
   *
   * @throws ForbiddenException when the token has none that can be a user's
   */
  String user() {
    return Stream.of("preferred_username", "email", "sub")
        .<@Nullable Object>map(token::getClaim)
        .filter(claim -> claim instanceof String name && !name.isBlank())
        .map(String::valueOf)
        .findFirst()
        .filter(name -> name.length() <= Grants.MAX_NAME)
        .orElseThrow(() -> new ForbiddenException("no user"));
  }

  /** The user's groups, in order of their names; empty where the token has none. */
  List<String> groups() {
    return token.getGroups().stream().sorted().toList();
  }

  /** Whom calls are counted for: the subject of the token, else the user. */
  String subject() {
    @Nullable String subject = token.getSubject();
    return subject == null ? user() : subject;
  }
}
