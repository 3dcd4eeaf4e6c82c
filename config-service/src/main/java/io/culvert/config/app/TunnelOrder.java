package io.culvert.config.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In which order tunnels are listed; those that are equal in it are in order of id.
 *
 * @param column by what
 * @param descending whether the greatest comes first
 */
public record TunnelOrder(Column column, boolean descending) {
  /** The order when none is asked for. */
  public static final TunnelOrder USUAL = new TunnelOrder(Column.ID, false);

  /** What tunnels can be ordered by: all that a list shows. */
  public enum Column {
    ID,
    SITE,
    SRCIDENTITY,
    SRCIPIDENTITY,
    PRIMARY,
    FAILOVER,
    ENCRYPTION,
    BANDWIDTH,
    ENABLED,
    VENDOR,
    SOURCETYPE,
    TEMPLATE,
    NOTES,
    VERSION,
    STATUS;

    /** The name in the API. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The order of that text: a column, with a hyphen before it for the opposite direction. */
  public static Optional<TunnelOrder> of(String text) {
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    return Arrays.stream(Column.values())
        .filter(column -> column.id().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(column -> new TunnelOrder(column, descending));
  }

  /** All columns, separated by commas. */
  public static String columns() {
    return Arrays.stream(Column.values()).map(Column::id).collect(Collectors.joining(", "));
  }
}
