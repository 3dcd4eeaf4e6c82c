package io.culvert.gateway.app.port;

import io.culvert.contract.TunnelChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last known configuration, kept for a start without Kafka. Secrets stay sealed as they came.
 */
public interface ConfigurationStore {
  /** What was kept; empty where nothing was, or it could not be read (that is logged). */
  List<TunnelChange> load();

  /**
   * Keeps changes, soon: by tunnel what it now is, or empty where it is gone. Does not wait for the
   * disk; a failure is logged.
   */
  void save(Map<Long, Optional<TunnelChange>> changes);
}
