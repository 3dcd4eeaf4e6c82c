package io.culvert.standalone.api;

import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.state.StateFolder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bearer tokens for the users of the stack, from Keycloak. */
public final class Tokens {
  private static final String CLIENT = "culvert-cli";

  // A token is good for half an hour.
  private static final Duration KEEP = Duration.ofMinutes(10);

  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final JsonHttp http;
  private final StateFolder state;
  private final String keycloakUrl;

  private record Held(String value, long since) {}

  /**
   * Tokens of the stack with this state, from the Keycloak at this address.
   *
   * @param keycloakUrl without the realm
   */
  public Tokens(JsonHttp http, StateFolder state, String keycloakUrl) {
    this.http = http;
    this.state = state;
    this.keycloakUrl = keycloakUrl;
  }

  /**
   * A token that is good for minutes to come; the same one as before while that is so.
   *
   * @param user one of {@link KeycloakServer#USERS}
   */
  public String token(String user) {
    long now = System.nanoTime();
    return held.compute(
            user,
            (name, token) ->
                token == null || now - token.since() > KEEP.toNanos()
                    ? new Held(fresh(user), now)
                    : token)
        .value();
  }

  private String fresh(String user) {
    return http.form(
            keycloakUrl + "/realms/" + KeycloakServer.REALM + "/protocol/openid-connect/token",
            Map.of(
                "grant_type",
                "password",
                "client_id",
                CLIENT,
                "username",
                user,
                "password",
                state.secret(KeycloakServer.passwordSecret(user))))
        .require("Keycloak gives no token to " + user)
        .body()
        .path("access_token")
        .asText();
  }
}
