package io.culvert.gateway.app.control;

import io.culvert.gateway.core.esp.Usage;
import io.culvert.gateway.core.ike.engine.Input;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells the engine on which child SAs ESP arrives, so that a peer that is heard need not be asked.
 * By SA, not by tunnel: a device that restarted must not keep alive what it has forgotten. For one
 * thread.
 */
final class Activity {
  private final Consumer<Input> engine;
  private Map<Integer, Long> authenticated = Map.of();

  Activity(Consumer<Input> engine) {
    this.engine = engine;
  }

  /** Reports the child SAs that were heard since the last look; due once a second. */
  void look(Collection<Usage> usages) {
    Map<Integer, Long> before = authenticated;
    Map<Integer, Long> seen = HashMap.newHashMap(usages.size());
    for (Usage usage : usages) {
      seen.put(usage.inboundSpi(), usage.authenticated());
      if (usage.authenticated() > before.getOrDefault(usage.inboundSpi(), 0L)) {
        engine.accept(new Input.PeerActivity(usage.inboundSpi()));
      }
    }
    authenticated = seen;
  }
}
