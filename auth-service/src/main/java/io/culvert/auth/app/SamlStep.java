package io.culvert.auth.app;

import io.culvert.auth.saml.SamlUser;
import io.culvert.auth.saml.UserMapping;
import org.jspecify.annotations.Nullable;

/** What a browser is told next on its way through a log-in. */
public sealed interface SamlStep {
  /**
   * To go somewhere.
   *
   * @param cookie to keep; null to keep what it has
   */
  record GoTo(String url, @Nullable String cookie) implements SamlStep {}

  /**
   * To post a message to the identity provider.
   *
   * @param message Base64
   * @param relayState to come back with the answer
   */
  record Post(String destination, String message, String relayState, @Nullable String cookie)
      implements SamlStep {}

  /** That a test went well, and what would be read. */
  record Tested(SamlUser saml, UserMapping.Mapped mapped) implements SamlStep {}

  /**
   * That nobody is logged in here any longer.
   *
   * @param unconfirmed whether the identity provider, told of it, did not say that it is so there
   */
  record LoggedOut(boolean unconfirmed) implements SamlStep {
    LoggedOut() {
      this(false);
    }
  }

  /**
   * That it cannot go on.
   *
   * @param code stable, for the log and for support
   * @param sentence what is wrong and what to do
   */
  record Failed(String code, String sentence) implements SamlStep {}
}
