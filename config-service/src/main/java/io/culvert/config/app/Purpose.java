package io.culvert.config.app;

import java.nio.charset.StandardCharsets;

/** What a value is sealed for. Each purpose has a key of its own: none opens another's values. */
enum Purpose {
  /** A tunnel's pre-shared key. */
  PSK("culvert psk seal v1"),
  /** A key that the service made for itself. */
  SERVICE_KEY("culvert service key seal v1"),
  /** The private key of a certificate. */
  CERTIFICATE_KEY("culvert certificate key seal v1");

  private final String label;

  Purpose(String label) {
    this.label = label;
  }

  /** What the key is derived with (HKDF's info, RFC 5869 §3.2). */
  byte[] label() {
    return label.getBytes(StandardCharsets.US_ASCII);
  }
}
