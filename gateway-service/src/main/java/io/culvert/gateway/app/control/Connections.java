package io.culvert.gateway.app.control;

import io.culvert.gateway.core.ike.engine.IkeEngine;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** IKE connections seen per tunnel: one tunnel may have several. */
final class Connections {
  private Connections() {}

  /** Monotonic time of the last authenticated IKE message by tunnel; the keys are the connected. */
  static Map<Long, OptionalLong> lastHeard(Collection<IkeEngine.Connection> connections) {
    Map<Long, OptionalLong> heard = new HashMap<>();
    for (IkeEngine.Connection connection : connections) {
      heard.merge(
          connection.tunnelId(), OptionalLong.of(connection.lastHeardNanos()), Connections::later);
    }
    return heard;
  }

  /** The later of two monotonic times (which may be negative and wrap). */
  static OptionalLong later(OptionalLong a, OptionalLong b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return a.getAsLong() - b.getAsLong() >= 0 ? a : b;
  }
}
