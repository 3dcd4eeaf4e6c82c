package io.culvert.config.domain;

import java.util.Arrays;
import java.util.Optional;

/** What is behind a tunnel, by the names of the REST contract. */
public enum SourceType {
  USER("User"),
  MACHINE("Machine"),
  IOT("IoT"),
  GUEST_WIFI("Guest Wifi"),
  MIXED("Mixed");

  private final String label;

  SourceType(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** The type of that name, without regard to case. */
  public static Optional<SourceType> of(String label) {
    return Arrays.stream(values()).filter(t -> t.label.equalsIgnoreCase(label)).findFirst();
  }
}
