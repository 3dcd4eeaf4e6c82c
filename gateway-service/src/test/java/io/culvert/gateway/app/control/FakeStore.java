package io.culvert.gateway.app.control;

import io.culvert.contract.TunnelChange;
import io.culvert.gateway.app.port.ConfigurationStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A disk in memory that remembers each time something was kept on it. */
final class FakeStore implements ConfigurationStore {
  final List<Map<Long, Optional<TunnelChange>>> saved = new ArrayList<>();
  final CountDownLatch failed = new CountDownLatch(1);
  List<TunnelChange> kept = List.of();
  boolean broken;

  @Override
  public List<TunnelChange> load() {
    return kept;
  }

  @Override
  public void save(Map<Long, Optional<TunnelChange>> changes) {
    if (broken) {
      failed.countDown();
      throw new IllegalStateException("the disk is broken");
    }
    saved.add(Map.copyOf(changes));
  }
}
