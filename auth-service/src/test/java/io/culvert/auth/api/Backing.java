package io.culvert.auth.api;

import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.outbox.testing.EmbeddedDatabase;
import io.culvert.outbox.testing.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A database, a broker, and a key to sign tokens with. */
public final class Backing implements QuarkusTestResourceLifecycleManager {
  private static @Nullable EmbeddedKafka kafka;
  private static @Nullable EmbeddedDatabase database;

  static EmbeddedKafka kafka() {
    return Objects.requireNonNull(kafka);
  }

  /** What another service says. */
  static void publish(Topic topic, String key, Object event) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka().bootstrapServers());
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      var unused =
          producer.send(new ProducerRecord<>(topic.topicName(), key, EventJson.write(event)));
    }
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
          "culvert.auth.login-key-file", loginKey().toString(),
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

  /** In a folder that the service has to make. */
  private static Path loginKey() throws IOException {
    return Files.createTempDirectory("culvert-auth").resolve("secrets/login-key.json");
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }
}
