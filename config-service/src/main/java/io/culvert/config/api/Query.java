package io.culvert.config.api;

import io.culvert.config.app.Page;
import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.Violations;
import io.culvert.contract.TunnelStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; all that is wrong with them is told at once. */
final class Query {
  private static final int MAX_LIMIT = 100;

  private final Violations violations = new Violations();

  /**
   * Ends the reading.
   *
   * @throws io.culvert.config.domain.RefusedException when something is wrong
   */
  void check() {
    violations.throwIfAny();
  }

  /** {@code limit} 1 to 100, default 100; {@code offset} from 0, default 0. */
  Page.Range range(@Nullable String limit, @Nullable String offset) {
    return new Page.Range(
        integer("offset", offset, 0, Integer.MAX_VALUE - MAX_LIMIT, 0),
        integer("limit", limit, 1, MAX_LIMIT, MAX_LIMIT));
  }

  private int integer(String name, @Nullable String text, int min, int max, int absent) {
    if (text == null || text.isEmpty()) {
      return absent;
    }
    if (text.matches("\\d{1,9}|[12]\\d{9}")) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    violations.add(name, "must be a whole number from " + min + " to " + max);
    return absent;
  }

  /** A place, when both are given. */
  Optional<GeoPoint> place(@Nullable String lat, @Nullable String lon) {
    if (lat == null && lon == null) {
      return Optional.empty();
    }
    double latitude = degrees("lat", lat, 90);
    double longitude = degrees("long", lon, 180);
    return Optional.of(new GeoPoint(latitude, longitude));
  }

  private double degrees(String name, @Nullable String text, int max) {
    if (text != null && text.matches("[+-]?\\d{1,3}(\\.\\d{1,20})?")) {
      double value = Double.parseDouble(text);
      if (Math.abs(value) <= max) {
        return value;
      }
    }
    violations.add(name, "must be a number from -" + max + " to " + max);
    return 0;
  }

  /** A status by its name. */
  TunnelStatus.@Nullable State status(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Optional<TunnelStatus.State> found =
        Arrays.stream(TunnelStatus.State.values())
            .filter(state -> state.name().equals(text.toUpperCase(Locale.ROOT)))
            .findFirst();
    if (found.isEmpty()) {
      violations.add("status", "must be one of up, down, unknown");
    }
    return found.orElse(null);
  }

  /** One of some values by its name; null when absent. */
  <T> @Nullable T one(
      String name, @Nullable String text, Function<String, Optional<T>> of, String all) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Optional<T> found = of.apply(text);
    if (found.isEmpty()) {
      violations.add(name, "must be one of " + all);
    }
    return found.orElse(null);
  }

  /** True or false; absent is false. */
  boolean flag(String name, @Nullable String text) {
    if (text != null && !text.matches("(?i)true|false|")) {
      violations.add(name, "must be true or false");
    }
    return Boolean.parseBoolean(text);
  }

  /** Part of a name, null when empty; no name has a control character, and PostgreSQL no NUL. */
  @Nullable String name(String name, @Nullable String text) {
    if (text != null && text.chars().anyMatch(Character::isISOControl)) {
      violations.add(name, "must not have control characters");
    }
    return text(text);
  }

  /** A text, null when empty. */
  static @Nullable String text(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
