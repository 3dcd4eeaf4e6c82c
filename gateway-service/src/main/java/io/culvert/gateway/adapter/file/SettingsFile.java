package io.culvert.gateway.adapter.file;

import io.culvert.contract.AuthChange;
import io.culvert.contract.EventJson;
import io.culvert.contract.UnreadableEventException;
import io.culvert.gateway.app.port.SettingsStore;
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
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps authentication settings in {@code auth.jsonl}, a tenant a line. Written as a whole: a crash
 * leaves the old file or the new one, and that there is one says that it is complete.
 */
public final class SettingsFile implements SettingsStore {
  private static final Logger LOG = Logger.getLogger(SettingsFile.class);

  private final Path file;

  /** The file in that directory. */
  public SettingsFile(Path directory) {
    this.file = directory.resolve("auth.jsonl");
  }

  @Override
  public Optional<List<AuthChange>> load() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      List<AuthChange> settings = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        settings.add(EventJson.read(line.getBytes(StandardCharsets.UTF_8), AuthChange.class));
      }
      return Optional.of(settings);
    } catch (IOException | UnreadableEventException e) {
      // Not complete: as if there were none, so that nobody passes who must log in.
      LOG.warnf("cannot read the last known authentication settings: %s", e.toString());
      return Optional.empty();
    }
  }

  @Override
  public void save(Collection<AuthChange> settings) {
    Path next = file.resolveSibling("auth.jsonl.next");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(next))) {
        for (AuthChange tenant : settings) {
          out.write(EventJson.write(tenant));
          out.write('\n');
        }
      }
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warnf("cannot keep the authentication settings: %s", e.toString());
    }
  }
}
