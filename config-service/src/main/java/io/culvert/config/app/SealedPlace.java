package io.culvert.config.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Where the database has sealed values: each row of a place has one or none. */
public enum SealedPlace {
  /** The present keys of tunnels. */
  TUNNEL_KEY(Purpose.PSK),
  /** The keys before, while a rotation's grace lasts. */
  PREVIOUS_KEY(Purpose.PSK),
  /** What the service made for itself. */
  SERVICE_KEY(Purpose.SERVICE_KEY),
  /** The private keys of certificates. */
  CERTIFICATE_KEY(Purpose.CERTIFICATE_KEY);

  private final Purpose purpose;

  SealedPlace(Purpose purpose) {
    this.purpose = purpose;
  }

  Purpose purpose() {
    return purpose;
  }

  /** What a value is bound to: the row it is of. */
  byte[] context(String row) {
    return switch (this) {
      case TUNNEL_KEY, PREVIOUS_KEY -> tunnel(Long.parseLong(row));
      case SERVICE_KEY, CERTIFICATE_KEY -> row.getBytes(StandardCharsets.UTF_8);
    };
  }

  /** What the value of a tunnel is bound to. */
  static byte[] tunnel(long tunnelId) {
    return ByteBuffer.allocate(Long.BYTES).putLong(tunnelId).array();
  }
}
