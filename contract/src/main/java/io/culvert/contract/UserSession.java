package io.culvert.contract;

import java.time.Instant;
import java.util.List;

/**
 * Who is logged in at an inside address. Key on {@link Topic#USER_SESSIONS}: see {@link #key}.
 *
 * @param tenant the tenant's id
 * @param tunnelId the tunnel the user is behind
 * @param userIp the inside address
 * @param user the user's name as the identity provider gave it
 * @param groups of the user
 * @param method {@code saml} or {@code client}
 * @param since when the user logged in
 * @param until when the session ends
 */
public record UserSession(
    String tenant,
    long tunnelId,
    String userIp,
    String user,
    List<String> groups,
    String method,
    Instant since,
    Instant until) {
  public UserSession {
    if (tunnelId <= 0) {
      throw new IllegalArgumentException("tunnelId is missing");
    }
    Checks.text(tenant, "tenant");
    Checks.text(userIp, "userIp");
    Checks.text(user, "user");
    Checks.text(method, "method");
    Checks.present(since, "since");
    Checks.present(until, "until");
    groups = Checks.list(groups);
  }

  /** The record key: tenant, tunnel and inside address. */
  public String key() {
    return tenant + "/" + tunnelId + "/" + userIp;
  }
}
