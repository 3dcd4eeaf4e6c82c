package io.culvert.auth.api;

import io.culvert.outbox.testing.EmbeddedDatabase;
import io.culvert.outbox.testing.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A database, a broker, and a key to sign tokens with. */
public final class Backing implements QuarkusTestResourceLifecycleManager {
  private static @Nullable EmbeddedKafka kafka;
  private static @Nullable EmbeddedDatabase database;

  static EmbeddedKafka kafka() {
    return Objects.requireNonNull(kafka);
  }

  @Override
  public Map<String, String> start() {
    try {
      EmbeddedDatabase postgres = EmbeddedDatabase.start();
      EmbeddedKafka broker = EmbeddedKafka.start();
      database = postgres;
      kafka = broker;
      KeyPair keys = KeyUtils.generateKeyPair(2048);
      return Map.of(
          "kafka.bootstrap.servers", broker.bootstrapServers(),
          "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
          "quarkus.datasource.reactive.url", postgres.reactiveUrl(),
          "quarkus.datasource.username", postgres.user(),
          "quarkus.datasource.password", postgres.password(),
          "quarkus.oidc.public-key", base64(keys.getPublic().getEncoded()),
          "test.signing-key", base64(keys.getPrivate().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    try {
      kafka().close();
      Objects.requireNonNull(database).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }
}
