package io.culvert.gateway.core.steer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host is told of itself at the probe address.
 *
 * @param tunnel its tunnel's id
 * @param pop where that tunnel ends
 * @param user who is logged in there; null when nobody is
 * @param expires when that session ends
 * @param ticket for {@code POST /api/v2/client/identity} of auth-service; null where nobody has to
 *     log in, or can
 * @param login where a browser logs in with it
 */
public record Inside(
    long tunnel,
    String pop,
    @Nullable String user,
    @Nullable Instant expires,
    @Nullable String ticket,
    @Nullable String login) {
  /** As the host reads it. */
  public String json() {
    return new JsonObject()
        .put("insideTunnel", true)
        .put("tunnel", tunnel)
        .put("pop", pop)
        .put("loggedIn", user != null)
        .put("user", user)
        .put("expires", expires == null ? null : expires.toString())
        .put("ticket", ticket)
        .put("login", login)
        .toString();
  }

  /** The ticket is for the host alone. */
  @Override
  public String toString() {
    return "Inside[tunnel " + tunnel + " at " + pop + "]";
  }
}
