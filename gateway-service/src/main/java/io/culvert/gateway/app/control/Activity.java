package io.culvert.gateway.app.control;

import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.TunnelSnapshot;
import io.culvert.gateway.core.ike.engine.Input;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells the engine whose ESP arrives, so that a peer that is heard need not be asked. */
final class Activity {
  private static final long RECENT = Duration.ofSeconds(2).toNanos();

  private final Dataplane dataplane;
  private final IkeDriver driver;
  private final LongSupplier nanoClock;

  Activity(Dataplane dataplane, IkeDriver driver, LongSupplier nanoClock) {
    this.dataplane = dataplane;
    this.driver = driver;
    this.nanoClock = nanoClock;
  }

  /** Reports the tunnels heard of lately; due once a second. */
  void report() {
    long now = nanoClock.getAsLong();
    dataplane.snapshots().stream().filter(tunnel -> isRecent(tunnel, now)).forEach(this::report);
  }

  private static boolean isRecent(TunnelSnapshot tunnel, long now) {
    return tunnel.lastAuthenticatedNanos().isPresent()
        && now - tunnel.lastAuthenticatedNanos().getAsLong() < RECENT;
  }

  private void report(TunnelSnapshot tunnel) {
    driver.children().entrySet().stream()
        .filter(child -> child.getValue().tunnelId() == tunnel.tunnelId())
        .map(child -> new Input.PeerActivity(child.getKey()))
        .toList()
        .forEach(driver::handle);
  }
}
