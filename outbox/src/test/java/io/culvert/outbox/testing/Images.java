package io.culvert.outbox.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What the servers of the tests are made of. Maven's profile {@code containers} names the file of
 * settings of {@code docker-compose.yml}, and with it the images; without it the servers are
 * embedded.
 */
final class Images {
  private static final String FILE = "culvert.test.images";

  private Images() {}

  /** The image that a setting such as {@code KAFKA_IMAGE} names, if the tests use containers. */
  static Optional<String> inUse(String setting) throws IOException {
    String file = System.getProperty(FILE);
    if (file == null) {
      return Optional.empty();
    }
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      settings.load(reader);
    }
    String image = settings.getProperty(setting);
    if (image == null) {
      throw new IOException(file + " does not say " + setting);
    }
    return Optional.of(image);
  }
}
