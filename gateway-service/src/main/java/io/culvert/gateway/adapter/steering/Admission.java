package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.adapter.steering.SteeringSettings.Bound;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts connections, so that no host takes what the others need. Safe for many threads. */
final class Admission {
  private final Bound mostUnfinished;
  private final Bound mostOpen;
  private final Map<Integer, Count> byHost = new HashMap<>();
  private final Count all = new Count();

  private static final class Count {
    private int unfinished;
    private int open;
  }

  Admission(SteeringSettings settings) {
    this.mostUnfinished = settings.unfinished();
    this.mostOpen = settings.open();
  }

  /** A place for one more connection of this host; empty when there is none. */
  synchronized Optional<Place> enter(int carrier) {
    Count host = byHost.getOrDefault(carrier, new Count());
    if (host.unfinished >= mostUnfinished.eachHost()
        || host.open >= mostOpen.eachHost()
        || all.unfinished >= mostUnfinished.together()
        || all.open >= mostOpen.together()) {
      return Optional.empty();
    }
    byHost.put(carrier, host);
    add(host, 1, 1);
    return Optional.of(new Place(carrier, host));
  }

  /** How many connections there are now. */
  synchronized int open() {
    return all.open;
  }

  private void add(Count host, int unfinished, int open) {
    host.unfinished += unfinished;
    host.open += open;
    all.unfinished += unfinished;
    all.open += open;
  }

  /** What one connection counts for. */
  final class Place {
    private final int carrier;
    private final Count host;
    private boolean finished;

    private Place(int carrier, Count host) {
      this.carrier = carrier;
      this.host = host;
    }

    /** It is passed on now. */
    void finish() {
      synchronized (Admission.this) {
        if (!finished) {
          finished = true;
          add(host, -1, 0);
        }
      }
    }

    /** It is closed. To be called once. */
    void leave() {
      synchronized (Admission.this) {
        finish();
        add(host, 0, -1);
        if (host.open == 0) {
          byHost.remove(carrier);
        }
      }
    }
  }
}
