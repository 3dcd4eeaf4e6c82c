package io.culvert.contract;

import java.time.Instant;

/**
 * What a gateway says of a host that it sends to log in. Travels through the host's browser, sealed
 * by {@link LoginSeal}.
 *
 * @param tenant the tenant's id
 * @param tunnelId the tunnel the host is behind
 * @param userIp the host's inside address
 * @param url the page it asked for, at most {@link #MAX_URL} characters
 * @param nonce random, Base64 without padding for URLs; the grant must bring it back
 * @param issued when the host was sent
 */
public record LoginTicket(
    String tenant, long tunnelId, String userIp, String url, String nonce, Instant issued) {
  /** The longest page address a ticket carries; of a longer one its origin is kept. */
  public static final int MAX_URL = 2_048;

  public LoginTicket {
    if (tunnelId <= 0) {
      throw new IllegalArgumentException("tunnelId is missing");
    }
    Checks.text(tenant, "tenant");
    Checks.text(userIp, "userIp");
    Checks.text(url, "url");
    if (url.length() > MAX_URL) {
      throw new IllegalArgumentException("url is too long");
    }
    Checks.text(nonce, "nonce");
    Checks.present(issued, "issued");
  }
}
