package io.culvert.auth.app;

import io.culvert.auth.saml.NameId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which sessions here follow from which at an identity provider, so that both can end together. */
public interface IdpSessions {
  /**
   * A session at a host, and the one it follows from.
   *
   * @param account the account it was begun with
   * @param nameId the user's name at the identity provider
   * @param sessionIndex that of the session there; null where it has none
   * @param tunnel the tunnel the host is behind
   * @param userIp the host's inside address
   * @param user the user's name here
   * @param browser digest of the cookie of the browser that began it
   */
  record IdpSession(
      String tenant,
      long account,
      NameId nameId,
      @Nullable String sessionIndex,
      long tunnel,
      String userIp,
      String user,
      String browser) {}

  /** Keeps a session until it ends, instead of another one at that host. */
  Uni<Void> remember(IdpSession session, Instant until);

  /** The sessions that a browser began. */
  Uni<List<IdpSession>> ofBrowser(String browser, Instant now);

  /** The sessions of a name at any identity provider. */
  Uni<List<IdpSession>> ofName(String nameId, Instant now);

  /** Forgets what has ended; answers how many. */
  Uni<Integer> forget(Instant now);
}
