package io.culvert.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was seen with real peers in this run. {@code docs/interop.md} is this file as a whole run
 * leaves it, so nothing in it may depend on the order or the speed of a run.
 */
final class InteropReport {
  private static final Path FILE = Path.of("target", "interop.md");
  private static final Map<String, Table> TABLES = new TreeMap<>();
  private static final Set<List<String>> FAILED = new HashSet<>();

  private static final String CASES = "Tests that passed";

  private static final String HEAD =
      """
      # Interoperability, as seen by the end-to-end tests

      Written by a run of them, by `./culvert interop`; every row is a case that passed. A peer is a real one in a network
      namespace of its own. strongSwan carries traffic, with its ESP in user space. libreswan and openiked want ESP of the
      kernel; where the kernel has none, libreswan gives up after both ends have agreed on a CHILD SA, and openiked runs with a
      stand-in for the kernel, so those two show IKE and no traffic. openiked on Linux can install AES-CBC with HMAC-SHA-1, -384
      and -512, neither AES-GCM nor HMAC-SHA-256.

      Both ends starting the same exchange at the same moment is tried engine against engine, with every order of the messages,
      in `gateway-service`: `IkeRekeyCollisionTest`, `ChildRekeyCollisionTest`, `ChildDeleteCollisionTest`,
      `RefusedGroupCollisionTest`; with loss in `EightHourLifeTest` and `LossyNetworkTest`.

      Seen with strongSwan 5.9.8 and a tenth of the packets lost: where both ends rekey the IKE SA at once and the device's
      request is lost, it gives up its own rekey when ours deletes the old SA, and then deletes the new one as well; a device
      with `close_action` set connects again.
      """;

  private InteropReport() {}

  private record Table(List<String> columns, Set<List<String>> rows) {}

  /** Notes what was seen to work; called after the last assertion of a case. */
  static synchronized void passed(String title, List<String> columns, List<String> cells) {
    TABLES
        .computeIfAbsent(title, _ -> new Table(columns, new TreeSet<>(InteropReport::compare)))
        .rows()
        .add(cells);
    write();
  }

  /** Notes a scenario with strongSwan. */
  static void scenario(String scenario, String seen) {
    passed("Scenarios, strongSwan 5.9.8", List.of("scenario", "seen"), List.of(scenario, seen));
  }

  /** Notes that a test, or one of its invocations, ended. */
  static synchronized void ended(Class<?> type, String method, boolean well) {
    List<String> cells = List.of("`" + type.getSimpleName() + "`", sentence(method));
    if (well && !FAILED.contains(cells)) {
      passed(CASES, List.of("test", "case"), cells);
    } else {
      FAILED.add(cells);
      if (TABLES.containsKey(CASES)) {
        TABLES.get(CASES).rows().remove(cells);
        write();
      }
    }
  }

  /** The names of tests are sentences. */
  private static String sentence(String method) {
    return method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static int compare(List<String> one, List<String> other) {
    return String.join("|", one).compareTo(String.join("|", other));
  }

  private static void write() {
    StringBuilder text = new StringBuilder(HEAD);
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
