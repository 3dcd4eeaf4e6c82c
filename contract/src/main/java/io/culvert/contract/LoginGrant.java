package io.culvert.contract;

import java.time.Instant;

/**
 * What the auth-service says of a user who has logged in, to the gateway that had sent her. Travels
 * through her browser, sealed by {@link LoginSeal}, and is good for one use at the host the ticket
 * was for.
 *
 * @param nonce of the {@link LoginTicket}
 * @param session who is logged in where, until when
 * @param issued when the log-in was accepted
 * @param url the page that was asked for, see {@link LoginTicket#url}
 */
public record LoginGrant(String nonce, UserSession session, Instant issued, String url) {
  /** Where a browser brings a grant: this path at {@link AuthChange.Login#returnHost}. */
  public static final String PATH = "/.well-known/culvert-login";

  /** The query parameter of {@link #PATH} that holds the grant. */
  public static final String PARAMETER = "grant";

  public LoginGrant {
    Checks.text(nonce, "nonce");
    Checks.present(session, "session");
    Checks.present(issued, "issued");
    Checks.text(url, "url");
  }
}
