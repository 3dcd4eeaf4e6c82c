package io.culvert.config.domain;

import java.util.List;

/** The X-Forwarded-For option of a tunnel. Addresses without {@code enabled} make no sense. */
public record Xff(boolean enabled, List<String> addresses) {
  /** Switched off. */
  public static final Xff OFF = new Xff(false, List.of());

  public Xff {
    addresses = List.copyOf(addresses);
    if (!enabled && !addresses.isEmpty()) {
      throw new IllegalArgumentException("addresses without xff");
    }
  }
}
