package io.culvert.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Handshakes against one gateway, in phases; each measures the gateway's process time too. */
final class Load {
  /** How many devices are at it at once where the gateway is to be kept busy. */
  private static final int IN_FLIGHT = 32;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Fleet fleet;
  private final ProcessUse gateway;
  private List<Long> latencies = new ArrayList<>();

  /** Makes the devices. */
  @FunctionalInterface
  interface Devices {
    Fleet make(Fleet.Connected connected) throws java.io.IOException;
  }

  Load(Devices devices, ProcessUse gateway) throws java.io.IOException {
    this.fleet = devices.make(nanos -> latencies.add(nanos));
    this.gateway = gateway;
  }

  /** As many handshakes as this, always {@value #IN_FLIGHT} at once. */
  LoadResult burst(int count) {
    return measure(() -> latencies.size() < count, Long.MAX_VALUE);
  }

  /** As many handshakes as go in that time, always {@value #IN_FLIGHT} at once. */
  LoadResult closedLoop(Duration duration) {
    return measure(() -> true, System.nanoTime() + duration.toNanos());
  }

  private LoadResult measure(BooleanSupplier more, long end) {
    latencies = new ArrayList<>();
    double cpu = gateway.cpuSeconds();
    long start = System.nanoTime();
    while (more.getAsBoolean() && end - System.nanoTime() > 0) {
      requireProgress(start);
      while (fleet.inFlight() < IN_FLIGHT) {
        fleet.connect(System.nanoTime());
      }
      fleet.turn(System.nanoTime() + 10_000_000);
    }
    return result(System.nanoTime() - start, gateway.cpuSeconds() - cpu);
  }

  private void requireProgress(long start) {
    if (latencies.isEmpty() && System.nanoTime() - start > 2 * PATIENCE.toNanos()) {
      throw new IllegalStateException("no device can connect; see the gateway's log");
    }
  }

  /** So many a second, whatever comes of those before; a late start counts as waiting. */
  LoadResult openLoop(double rate, Duration duration) {
    drain();
    latencies = new ArrayList<>();
    double cpu = gateway.cpuSeconds();
    long start = System.nanoTime();
    long interval = Math.round(1e9 / rate);
    long due = start;
    while (due - start < duration.toNanos()) {
      while (due - System.nanoTime() <= 0) {
        fleet.connect(due);
        due += interval;
      }
      fleet.turn(due);
    }
    drain();
    return result(System.nanoTime() - start, gateway.cpuSeconds() - cpu);
  }

  /** Waits for those that are still at it; the lost ones show as failures of the next phase. */
  int drain() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (fleet.inFlight() > 0 && end - System.nanoTime() > 0) {
      fleet.turn(end);
    }
    return fleet.giveUp();
  }

  /** Lets the devices go on living, for ever. */
  void stay() {
    while (true) {
      fleet.turn(System.nanoTime() + 1_000_000_000L);
    }
  }

  private LoadResult result(long nanos, double cpu) {
    long[] all = latencies.stream().mapToLong(Long::longValue).toArray();
    return LoadResult.of(all, nanos / 1e9, cpu);
  }
}
