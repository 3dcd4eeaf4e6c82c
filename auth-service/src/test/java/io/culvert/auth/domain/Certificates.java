package io.culvert.auth.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Certificates for tests. */
public final class Certificates {
  private Certificates() {}

  /** A good one. */
  public static String idp() {
    return read("idp");
  }

  /** One with an RSA key of 1024 bits. */
  static String weak() {
    return read("weak");
  }

  private static String read(String name) {
    try (InputStream in =
        Certificates.class.getResourceAsStream("/certificates/" + name + ".pem")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
