package io.culvert.config.api;

import io.culvert.config.app.ImportRow;
import io.culvert.config.app.TunnelDraft;
import io.culvert.config.domain.PlainText;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.SourceType;
import io.culvert.config.domain.TunnelColumn;
import io.culvert.config.domain.TunnelRules;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Violations;
import io.culvert.config.domain.Xff;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A row of a CSV file.
 *
 * @param line on which it begins
 * @param header which cell is which
 * @param cells as they are in the file
 * @param unclosed whether the file ended within a quote of the last cell
 */
record CsvRow(int line, CsvHeader header, List<String> cells, boolean unclosed)
    implements ImportRow {
  CsvRow {
    cells = List.copyOf(cells);
  }

  /** Prints no cell: one of them is a key. */
  @Override
  public String toString() {
    return "CsvRow[line=" + line + "]";
  }

  /** In a row that is not whole any cell may be in the place of the name, a key too. */
  @Override
  public @Nullable String site() {
    return whole(new Violations()) ? site(new Violations()) : null;
  }

  private @Nullable String site(Violations violations) {
    return needed(TunnelColumn.NAME, violations, TunnelRules::site);
  }

  private boolean whole(Violations violations) {
    List<TunnelColumn> columns = header.columns();
    int missing = columns.size() - cells.size();
    if (unclosed) {
      String column = cells.size() > columns.size() ? "" : columns.get(cells.size() - 1).label();
      violations.add(
          column, "a quote is opened in this cell and not closed before the end of the file");
      return false;
    }
    if (missing > 0) {
      violations.add(
          columns.get(cells.size()).label(),
          "is missing: the row has %d cells and line 1 has %d"
              .formatted(cells.size(), columns.size()));
    } else if (missing < 0) {
      violations.add(
          "cell " + (columns.size() + 1),
          "is too many: the row has %d cells and line 1 has %d; a cell with a comma in it must be in quotes"
              .formatted(cells.size(), columns.size()));
    }
    return missing == 0;
  }

  @Override
  public TunnelDraft resolve(@Nullable TunnelSettings current, PopCatalog pops) {
    Violations violations = new Violations();
    if (!whole(violations)) {
      violations.throwIfAny();
    }
    String site = site(violations);
    SourceIdentity identity = needed(TunnelColumn.IDENTITY, violations, TunnelRules::identity);
    String sourceIp = optional(TunnelColumn.SOURCE_IP, violations, TunnelRules::sourceIp);
    List<String> used = pops(current, pops, violations);
    EncryptionCipher cipher = needed(TunnelColumn.ENCRYPTION, violations, TunnelRules::encryption);
    Psk psk = psk(violations);
    Integer mbps = optional(TunnelColumn.BANDWIDTH, violations, CsvRow::bandwidth);
    TunnelRules.bandwidth(mbps, used, pops, wrong(TunnelColumn.BANDWIDTH, violations));
    Boolean enabled = needed(TunnelColumn.ENABLED, violations, CsvRow::enabled);
    violations.throwIfAny();
    TunnelSettings settings =
        new TunnelSettings(
            Objects.requireNonNull(site),
            Objects.requireNonNull(identity),
            sourceIp,
            used,
            Objects.requireNonNull(cipher),
            mbps,
            Objects.requireNonNull(enabled),
            current == null ? "" : current.notes(),
            current == null ? "" : current.vendor(),
            current == null ? SourceType.MIXED : current.sourceType(),
            current == null ? "" : current.template(),
            current != null && current.rekey(),
            current != null && current.reauth(),
            current == null ? Xff.OFF : current.xff());
    return new TunnelDraft(settings, psk, TunnelRules.warnings(settings, psk));
  }

  private interface Rule<T> extends BiFunction<String, Consumer<String>, @Nullable T> {}

  private <T> @Nullable T needed(TunnelColumn column, Violations violations, Rule<T> rule) {
    if (cell(column).isEmpty()) {
      violations.add(column.label(), "is needed");
      return null;
    }
    return optional(column, violations, rule);
  }

  private <T> @Nullable T optional(TunnelColumn column, Violations violations, Rule<T> rule) {
    String cell = cell(column);
    String fault = PlainText.fault(cell, TunnelRules.NAME_LENGTH).orElse(null);
    if (fault != null) {
      violations.add(column.label(), fault);
    }
    return fault != null || cell.isEmpty() ? null : rule.apply(cell, wrong(column, violations));
  }

  private String cell(TunnelColumn column) {
    return Formula.restore(cells.get(header.columns().indexOf(column)).strip());
  }

  private static Consumer<String> wrong(TunnelColumn column, Violations violations) {
    return message -> violations.add(column.label(), message);
  }

  private List<String> pops(
      @Nullable TunnelSettings current, PopCatalog catalog, Violations violations) {
    List<String> used = new ArrayList<>();
    for (TunnelColumn column : List.of(TunnelColumn.PRIMARY_POP, TunnelColumn.FAILOVER_POP)) {
      Rule<String> rule = (text, wrong) -> TunnelRules.pop(text, used, current, catalog, wrong);
      String name =
          column == TunnelColumn.PRIMARY_POP
              ? needed(column, violations, rule)
              : optional(column, violations, rule);
      if (name != null) {
        used.add(name);
      }
    }
    return used;
  }

  /** Taken as it is, with the space around it: it is a secret, not a word. */
  private @Nullable Psk psk(Violations violations) {
    String cell = cells.get(header.columns().indexOf(TunnelColumn.PSK));
    return cell.isEmpty() ? null : TunnelRules.psk(cell, wrong(TunnelColumn.PSK, violations));
  }

  private static @Nullable Integer bandwidth(String text, Consumer<String> wrong) {
    int mbps = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (mbps < 1 || mbps > TunnelRules.MAX_MBPS) {
      wrong.accept("must be a whole number from 1 to " + TunnelRules.MAX_MBPS);
      return null;
    }
    return mbps;
  }

  private static @Nullable Boolean enabled(String text, Consumer<String> wrong) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1", "enabled" -> true;
      case "false", "no", "0", "disabled" -> false;
      default -> {
        wrong.accept("must be true or false, yes or no, 1 or 0, enabled or disabled");
        yield null;
      }
    };
  }
}
