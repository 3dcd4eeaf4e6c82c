package io.culvert.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The six phase-2 ciphers a tunnel can be configured with, by their names in the REST contract. */
public enum EncryptionCipher {
  AES128_CBC("AES128-CBC"),
  AES256_CBC("AES256-CBC"),
  AES128_GCM("AES128-GCM"),
  AES192_GCM("AES192-GCM"),
  AES256_GCM("AES256-GCM"),
  NULL("Null");

  private final String label;

  EncryptionCipher(String label) {
    this.label = label;
  }

  /** The name on the wire of REST and Kafka, such as {@code AES128-CBC}. */
  @JsonValue
  public String label() {
    return label;
  }

  /** The cipher of that name, without regard to case. */
  public static Optional<EncryptionCipher> of(String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(c -> c.label.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }

  @JsonCreator
  static EncryptionCipher read(String label) {
    return of(label).orElseThrow(() -> new IllegalArgumentException("unknown cipher"));
  }
}
