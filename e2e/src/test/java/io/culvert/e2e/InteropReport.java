package io.culvert.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The matrix of what was tried with real peers; {@code docs/interop.md} is a copy of it. */
final class InteropReport {
  private static final Path FILE = Path.of("target", "interop.md");
  private static final Map<String, Table> TABLES = new TreeMap<>();

  private InteropReport() {}

  private record Table(List<String> columns, List<List<String>> rows) {}

  /** Notes what was seen to work; called after the last assertion of a case. */
  static synchronized void passed(String title, List<String> columns, List<String> cells) {
    TABLES.computeIfAbsent(title, _ -> new Table(columns, new ArrayList<>())).rows().add(cells);
    write();
  }

  private static void write() {
    StringBuilder text = new StringBuilder();
    text.append("# Interoperability, as seen by the end-to-end tests\n\n");
    text.append("Written by the run (`e2e/target/interop.md`); every row is a case that passed.\n");
    TABLES.forEach(
        (title, table) -> {
          text.append("\n## ").append(title).append("\n\n");
          row(text, table.columns());
          row(text, table.columns().stream().map(_ -> "---").toList());
          table.rows().forEach(cells -> row(text, cells));
        });
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
