package io.culvert.gateway.adapter.file;

import io.culvert.contract.TunnelChange;
import io.culvert.gateway.app.port.ConfigurationStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the configuration in a {@link Journal}, on a thread of its own: with 100,000 tunnels the
 * disk takes a second, for which no tunnel waits.
 */
public final class ConfigurationFile implements ConfigurationStore, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ConfigurationFile.class);
  private static final int LAST_SECONDS = 2;

  private final Journal journal;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("configuration-to-disk").daemon().factory());
  // At most one entry a tunnel, however long the disk takes.
  private Map<Long, Optional<TunnelChange>> waiting = new HashMap<>();
  private boolean ordered;

  /** The file {@code tunnels.jsonl} of that directory. */
  public ConfigurationFile(Path directory) {
    this.journal = new Journal(directory.resolve("tunnels.jsonl"));
  }

  @Override
  public List<TunnelChange> load() {
    try {
      return journal.read();
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("cannot read the last known configuration: %s", e.toString());
      return List.of();
    }
  }

  @Override
  public synchronized void save(Map<Long, Optional<TunnelChange>> changes) {
    waiting.putAll(changes);
    if (!ordered) {
      ordered = true;
      writer.execute(this::write);
    }
  }

  private void write() {
    Map<Long, Optional<TunnelChange>> changes = take();
    try {
      journal.add(changes);
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("cannot keep the configuration: %s", e.toString());
      putBack(changes);
    }
  }

  private synchronized Map<Long, Optional<TunnelChange>> take() {
    Map<Long, Optional<TunnelChange>> taken = waiting;
    waiting = new HashMap<>();
    ordered = false;
    return taken;
  }

  /** For the next time; what has come since is newer. */
  private synchronized void putBack(Map<Long, Optional<TunnelChange>> changes) {
    changes.forEach(waiting::putIfAbsent);
  }

  /** Waits until what was ordered so far has been tried. */
  void flush() throws InterruptedException, ExecutionException {
    Object unused = writer.submit(() -> {}).get();
  }

  /** Ends when all is kept, or after two seconds. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the last changes of the configuration may not be kept");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
