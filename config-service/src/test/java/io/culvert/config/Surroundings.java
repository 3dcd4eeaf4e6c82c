package io.culvert.config;

import io.culvert.outbox.testing.EmbeddedDatabase;
import io.culvert.outbox.testing.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the service needs around it: a broker, a database, keys. Tests reach it statically. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
  static final String KEK = Base64.getEncoder().encodeToString(new byte[32]);

  private static @Nullable EmbeddedKafka kafka;
  private static @Nullable EmbeddedDatabase database;
  private static @Nullable Cable cable;

  static EmbeddedKafka kafka() {
    return Objects.requireNonNull(kafka);
  }

  static EmbeddedDatabase database() {
    return Objects.requireNonNull(database);
  }

  /** What lies between the service and its database. */
  static Cable cable() {
    return Objects.requireNonNull(cable);
  }

  @Override
  public Map<String, String> start() {
    try {
      EmbeddedKafka broker = EmbeddedKafka.start();
      EmbeddedDatabase postgres = EmbeddedDatabase.start();
      Cable line = Cable.to(postgres.port());
      String database = "127.0.0.1:" + line.port() + "/culvert";
      Surroundings.kafka = broker;
      Surroundings.database = postgres;
      Surroundings.cable = line;
      return Map.of(
          "quarkus.datasource.jdbc.url",
          "jdbc:postgresql://" + database,
          "quarkus.datasource.reactive.url",
          "postgresql://" + database,
          "quarkus.datasource.username",
          postgres.user(),
          "quarkus.datasource.password",
          postgres.password(),
          "kafka.bootstrap.servers",
          broker.bootstrapServers(),
          "quarkus.oidc.public-key",
          Tokens.publicKey(),
          "culvert.config.kek",
          KEK,
          "culvert.config.example-catalogue",
          "true",
          "culvert.config.demo-tenant",
          "true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    try {
      kafka().close();
      cable().close();
      database().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
