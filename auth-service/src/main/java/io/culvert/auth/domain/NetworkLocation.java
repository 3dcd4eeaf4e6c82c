package io.culvert.auth.domain;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A named set of addresses.
 *
 * @param id unique in the tenant; 0 until it has one
 * @param name unique in the tenant
 * @param ranges addresses, {@code first-last} ranges and CIDRs
 */
public record NetworkLocation(long id, String name, List<String> ranges) {
  private static final int MAX_NAME = 100;
  private static final int MAX_RANGES = 1000;

  public NetworkLocation {
    ranges = List.copyOf(ranges);
  }

  /**
   * A location from an input, without an id.
   *
   * @throws RefusedException with all that is wrong
   */
  public static NetworkLocation of(@Nullable String name, @Nullable List<String> ranges) {
    Violations violations = new Violations();
    String checked = violations.required("name", name, MAX_NAME);
    List<String> read = List.of();
    if (ranges == null || ranges.isEmpty()) {
      violations.add("ranges", "is missing; a location has at least one address");
    } else {
      try {
        read = IpRanges.read("ranges", ranges);
      } catch (RefusedException e) {
        e.violations().forEach(one -> violations.add(one.field(), one.message()));
      }
    }
    if (read.size() > MAX_RANGES) {
      violations.add("ranges", "must have at most " + MAX_RANGES + " entries");
    }
    violations.throwIfAny();
    return new NetworkLocation(0, checked, read);
  }

  NetworkLocation withId(long given) {
    return new NetworkLocation(given, name, ranges);
  }

  /** Whether the name or a range has this text in it, without regard to case. */
  public boolean mentions(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return name.toLowerCase(Locale.ROOT).contains(wanted)
        || ranges.stream().anyMatch(range -> range.contains(wanted));
  }
}
