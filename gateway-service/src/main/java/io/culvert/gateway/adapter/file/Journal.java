package io.culvert.gateway.adapter.file;

import io.culvert.contract.EventJson;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UnreadableEventException;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A file with one JSON line for each change of a tunnel; of a tunnel's lines the last counts. When
 * most are outdated it is written anew; a crash leaves the old file or the new one. For one thread
 * at a time.
 */
final class Journal {
  private static final Logger LOG = Logger.getLogger(Journal.class);

  /** A file of fewer lines is not worth writing anew. */
  private static final int FEW = 1_000;

  private final Path file;
  private long lines;
  private long whenLastWhole;

  Journal(Path file) {
    this.file = file;
  }

  /** What a line is about. Of one that tells of a deletion it is all. */
  private record Entry(long id, boolean deleted) {}

  /** What to do with a line. */
  private interface Line {
    void take(Entry entry, String text, long number) throws IOException, UnreadableEventException;
  }

  /** The tunnels, as their last lines have them. */
  List<TunnelChange> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Map<Long, TunnelChange> tunnels = new LinkedHashMap<>();
    forEach(
        (entry, text, _) -> {
          if (entry.deleted()) {
            tunnels.remove(entry.id());
          } else {
            tunnels.put(entry.id(), EventJson.read(octets(text), TunnelChange.class));
          }
        });
    whenLastWhole = tunnels.size();
    return List.copyOf(tunnels.values());
  }

  private void forEach(Line each) throws IOException {
    lines = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        lines++;
        if (!text.isEmpty()) {
          take(text, each);
        }
      }
    }
  }

  private void take(String text, Line each) throws IOException {
    try {
      each.take(EventJson.read(octets(text), Entry.class), text, lines);
    } catch (UnreadableEventException e) {
      LOG.warnf("line %d of %s is left out: %s", lines, file, e.getMessage());
    }
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds changes: what a tunnel now is, or empty where it is gone. */
  void add(Map<Long, Optional<TunnelChange>> changes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      // A line that was cut short by a crash or a full disk must not take the next one with it.
      out.write('\n');
      for (Map.Entry<Long, Optional<TunnelChange>> change : changes.entrySet()) {
        Entry gone = new Entry(change.getKey(), true);
        out.write(EventJson.write(change.getValue().<Object>map(tunnel -> tunnel).orElse(gone)));
        out.write('\n');
      }
    }
    lines += changes.size() + 1L;
    if (lines > 2 * whenLastWhole + FEW) {
      writeAnew();
    }
  }

  private void writeAnew() throws IOException {
    Map<Long, Long> last = new HashMap<>();
    forEach(
        (entry, _, number) -> {
          if (entry.deleted()) {
            last.remove(entry.id());
          } else {
            last.put(entry.id(), number);
          }
        });
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(next))) {
      forEach(
          (entry, text, number) -> {
            if (last.getOrDefault(entry.id(), 0L) == number) {
              out.write(octets(text));
              out.write('\n');
            }
          });
    }
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    lines = last.size();
    whenLastWhole = lines;
  }
}
