package io.culvert.gateway.app.port;

import io.culvert.contract.AuthChange;
import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import java.time.Instant;

/**
 * Who is told of configuration as it arrives. Called from one thread. Of log-ins only some want to
 * know.
 */
public interface ConfigurationListener {
  /** A tunnel was made or changed. */
  void tunnelChanged(TunnelChange change);

  /** A tunnel was deleted. */
  void tunnelDeleted(long tunnelId);

  /** A POP was made or changed. */
  void popChanged(PopChange change);

  /** A tenant's authentication settings were made or changed. */
  default void authChanged(AuthChange change) {}

  /** Somebody is logged in. */
  default void sessionChanged(UserSession session) {}

  /**
   * A session was revoked.
   *
   * @param tunnelId the tunnel the user was behind
   * @param userIp the inside address
   * @param when it was
   */
  default void sessionRevoked(long tunnelId, String userIp, Instant when) {}

  /** All that was on the topics at the start has been told: what was not named is gone. */
  void caughtUp();
}
