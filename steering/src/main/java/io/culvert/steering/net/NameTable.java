package io.culvert.steering.net;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of host names: {@code example.com} of just this one, {@code *.example.com} of all
 * below it and not of itself. The most specific entry counts.
 *
 * @param <T> what is said of a name
 */
public final class NameTable<T> {
  private static final String WILDCARD = "*.";

  private final Map<String, T> exact;
  private final Map<String, T> below;

  private NameTable(Map<String, T> exact, Map<String, T> below) {
    this.exact = exact;
    this.below = below;
  }

  /**
   * What is said of a name; null when nothing is.
   *
   * @param name as {@link HostName#canonical} answers it
   */
  public @Nullable T find(String name) {
    T found = exact.get(name);
    int dot = below.isEmpty() ? -1 : name.indexOf('.');
    while (found == null && dot >= 0) {
      found = below.get(name.substring(dot + 1));
      dot = name.indexOf('.', dot + 1);
    }
    return found;
  }

  /**
   * Collects the entries of a table.
   *
   * @param <T> what is said of a name
   */
  public static final class Builder<T> {
    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> below = new HashMap<>();

    /** Adds one; false when it is no name. Of the same entry twice, the first counts. */
    public boolean add(String entry, T value) {
      boolean wildcard = entry.startsWith(WILDCARD);
      String name = HostName.canonical(wildcard ? entry.substring(WILDCARD.length()) : entry);
      if (name == null) {
        return false;
      }
      (wildcard ? below : exact).putIfAbsent(name, value);
      return true;
    }

    /** The table of those added. */
    public NameTable<T> build() {
      return new NameTable<>(Map.copyOf(exact), Map.copyOf(below));
    }
  }
}
