package io.culvert.gateway.adapter.file;

import io.culvert.contract.EventJson;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UnreadableEventException;
import io.culvert.gateway.app.port.ConfigurationStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One JSON line per tunnel, replaced as a whole, so that a crash leaves the old file or the new.
 */
public final class ConfigurationFile implements ConfigurationStore {
  private static final Logger LOG = Logger.getLogger(ConfigurationFile.class);

  private final Path file;

  /** The file {@code tunnels.jsonl} of that directory. */
  public ConfigurationFile(Path directory) {
    this.file = directory.resolve("tunnels.jsonl");
  }

  @Override
  public List<TunnelChange> load() {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<TunnelChange> tunnels = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(line -> read(line, tunnels));
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.warnf("cannot read the last known configuration %s: %s", file, e.getMessage());
    }
    return tunnels;
  }

  private void read(String line, List<TunnelChange> into) {
    try {
      into.add(EventJson.read(line.getBytes(StandardCharsets.UTF_8), TunnelChange.class));
    } catch (UnreadableEventException e) {
      LOG.warnf("a line of %s is left out: %s", file, e.getMessage());
    }
  }

  @Override
  public void save(Collection<TunnelChange> tunnels) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(next))) {
        for (TunnelChange tunnel : tunnels) {
          out.write(EventJson.write(tunnel));
          out.write('\n');
        }
      }
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warnf("cannot keep the configuration in %s: %s", file, e.getMessage());
    }
  }
}
