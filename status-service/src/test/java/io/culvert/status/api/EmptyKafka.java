package io.culvert.status.api;

import io.culvert.outbox.testing.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** A broker without topics that is down when the service starts, and a key to sign tokens with. */
public final class EmptyKafka implements QuarkusTestResourceLifecycleManager {
  private static @Nullable EmbeddedKafka kafka;

  static EmbeddedKafka kafka() {
    return Objects.requireNonNull(kafka);
  }

  @Override
  public Map<String, String> start() {
    try {
      EmbeddedKafka started = EmbeddedKafka.start();
      removeTopics(started);
      started.pause();
      kafka = started;
      KeyPair keys = KeyUtils.generateKeyPair(2048);
      return Map.of(
          "kafka.bootstrap.servers", started.bootstrapServers(),
          "quarkus.oidc.public-key", base64(keys.getPublic().getEncoded()),
          "test.signing-key", base64(keys.getPrivate().getEncoded()));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void removeTopics(EmbeddedKafka broker) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Set<String> all = admin.listTopics().names().get();
      admin.deleteTopics(all).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    kafka().close();
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }
}
