package io.culvert.config.app;

import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a file would do.
 *
 * @param line the line of the file on which the row begins
 * @param site the tunnel's name; null when the row has none that could be one
 * @param action what it would do
 * @param tunnel the tunnel as it shall become; null for an error, and once the row is stored
 * @param changes field by field; empty but for an update, and when shown for a tunnel to be made
 * @param errors why it cannot be done; the fields are columns
 * @param warnings what is accepted but unwise
 */
public record ReviewedRow(
    int line,
    @Nullable String site,
    Action action,
    @Nullable Target tunnel,
    List<Change> changes,
    List<Violation> errors,
    List<String> warnings) {
  public ReviewedRow {
    changes = List.copyOf(changes);
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** What is done. */
  public enum Action {
    CREATE,
    UPDATE,
    UNCHANGED,
    ERROR
  }

  /** A column's cell before and after; of a key only that it changes. */
  public record Change(String field, String from, String to) {}

  /**
   * The tunnel as it shall become.
   *
   * @param id its id
   * @param version the one it has; 0 when it is to be made
   * @param settings all of them
   * @param secret the key to be set, sealed; null leaves the present one
   */
  public record Target(
      long id, long version, TunnelSettings settings, @Nullable SealedSecret secret) {}

  static ReviewedRow error(int line, @Nullable String site, List<Violation> errors) {
    return new ReviewedRow(line, site, Action.ERROR, null, List.of(), errors, List.of());
  }
}
