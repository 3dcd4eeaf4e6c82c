package io.culvert.outbox;

import java.time.Duration;
import java.util.Map;

/**
 * Where a relay reads and writes.
 *
 * @param schema the service's schema, which holds the table {@code outbox}
 * @param source CloudEvents source, such as {@code /config-service}
 * @param jdbcUrl of the PostgreSQL database
 * @param user of the database
 * @param password of the database
 * @param kafka properties of the Kafka client; at least {@code bootstrap.servers}
 * @param poll how often to look without having been notified, and whether Kafka still answers
 */
public record OutboxSettings(
    String schema,
    String source,
    String jdbcUrl,
    String user,
    String password,
    Map<String, String> kafka,
    Duration poll) {
  public OutboxSettings {
    if (!schema.matches("[a-z_]+")) {
      throw new IllegalArgumentException("schema is not a plain lower-case name");
    }
    kafka = Map.copyOf(kafka);
  }

  /** Settings with the usual poll of two seconds. */
  public static OutboxSettings of(
      String schema,
      String source,
      String jdbcUrl,
      String user,
      String password,
      String bootstrapServers) {
    return new OutboxSettings(
        schema,
        source,
        jdbcUrl,
        user,
        password,
        Map.of("bootstrap.servers", bootstrapServers),
        Duration.ofSeconds(2));
  }

  @Override
  public String toString() {
    return "OutboxSettings[schema=" + schema + ", source=" + source + ", poll=" + poll + "]";
  }
}
