package io.culvert.gateway.app.port;

import io.culvert.contract.AuthChange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The last known authentication settings of all tenants, kept for a start without Kafka. */
public interface SettingsStore {
  /** What was kept; empty where nothing was, or it could not be read (that is logged). */
  Optional<List<AuthChange>> load();

  /** Keeps the settings of all tenants in the place of those before; a failure is logged. */
  void save(Collection<AuthChange> settings);
}
