package io.culvert.config.app;

import io.culvert.contract.TunnelStatus;
import java.util.Optional;

/** The last known status of tunnels. */
public interface StatusSource {
  /** Empty when nobody has reported. */
  Optional<TunnelStatus> of(long tunnelId);
}
