package io.culvert.gateway.app.port;

import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelChange;

/** Who is told of configuration as it arrives. Called from one thread. */
public interface ConfigurationListener {
  /** A tunnel was made or changed. */
  void tunnelChanged(TunnelChange change);

  /** A tunnel was deleted. */
  void tunnelDeleted(long tunnelId);

  /** A POP was made or changed. */
  void popChanged(PopChange change);

  /** All that was on the topics at the start has been told: what was not named is gone. */
  void caughtUp();
}
