package io.culvert.status.app;

import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** This instance's copy of all statuses and POPs, as Kafka told them last. */
@ApplicationScoped
public class Book {
  private final Map<Long, TunnelStatus> statuses = new ConcurrentSkipListMap<>();
  private final Map<String, PopChange> pops = new ConcurrentHashMap<>();

  /** Takes a status; null means the tunnel of that key is gone. */
  public void status(String key, @Nullable TunnelStatus status) {
    if (status != null) {
      statuses.put(status.tunnelId(), status);
    } else if (key.matches("\\d{1,18}")) {
      statuses.remove(Long.valueOf(key));
    }
  }

  /** Takes a POP; null means the one of that name is gone. */
  public void pop(String name, @Nullable PopChange pop) {
    if (pop != null) {
      pops.put(name, pop);
    } else {
      pops.remove(name);
    }
  }

  /** Every status, by tunnel id. */
  Collection<TunnelStatus> statuses() {
    return statuses.values();
  }

  Optional<TunnelStatus> status(long tunnelId) {
    return Optional.ofNullable(statuses.get(tunnelId));
  }

  Optional<String> regionOf(String pop) {
    return Optional.ofNullable(pops.get(pop)).map(PopChange::region);
  }
}
