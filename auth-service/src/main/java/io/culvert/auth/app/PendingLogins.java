package io.culvert.auth.app;

import io.culvert.auth.saml.SamlUser;
import io.culvert.auth.saml.UserMapping;
import io.culvert.contract.LoginSeal;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Log-ins on their way, for all instances: each begins once, is answered once and ends once. Random
 * values that browsers carry are kept as digests.
 */
public interface PendingLogins {
  /**
   * A log-in that was sent to an identity provider.
   *
   * @param request the ID of the request
   * @param account the account it is for
   * @param issued the ticket; null for an admin's test
   * @param browser digest of the cookie; null for a test that no browser has begun
   */
  record Pending(
      String request,
      String tenant,
      long account,
      LoginSeal.@Nullable Issued issued,
      @Nullable String browser) {}

  /** What a verified answer said. */
  record Answered(SamlUser saml, UserMapping.Mapped mapped) {}

  /** A log-in that ends now. */
  record Ending(Pending pending, Answered answered) {}

  /**
   * Keeps a log-in.
   *
   * @return false when there are too many for its ticket
   */
  Uni<Boolean> begin(Pending login, Instant until);

  /** The log-in of a request that was not answered yet. */
  Uni<Optional<Pending>> sent(String request, Instant now);

  /** Binds a test to the browser that begins it; false when one did before. */
  Uni<Boolean> bind(String request, String browser, Instant now);

  /**
   * Takes the answer to a request, the first one only.
   *
   * @param handle digest of what ends the log-in
   * @return false when it was answered before, or is over
   */
  Uni<Boolean> answer(String request, Answered answered, String handle, Instant now);

  /** Ends the log-in of a handle in the browser that began it; only once. */
  Uni<Optional<Ending>> end(String handle, String browser, Instant now);

  /** Whether a log-in of that ticket ended well. */
  Uni<Boolean> granted(String nonce);

  /** Forgets what is over; answers how many. */
  Uni<Integer> forget(Instant now);
}
