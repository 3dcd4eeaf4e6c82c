package io.culvert.gateway.app.port;

import io.culvert.contract.TunnelChange;
import java.util.Collection;
import java.util.List;

/**
 * The last known configuration, kept for a start without Kafka. Secrets stay sealed as they came.
 */
public interface ConfigurationStore {
  /** What was kept; empty where nothing was, or it could not be read (that is logged). */
  List<TunnelChange> load();

  /** Keeps this instead of what was kept before; a failure is logged, the old one stays. */
  void save(Collection<TunnelChange> tunnels);
}
