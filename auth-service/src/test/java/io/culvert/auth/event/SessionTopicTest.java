package io.culvert.auth.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.culvert.auth.app.UserSessions;
import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.SessionFilter;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.UserSession;
import io.culvert.outbox.testing.EmbeddedKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The copy of {@code user-sessions}, against a real broker. */
class SessionTopicTest {
  private static final Logger LOG = Logger.getLogger(SessionTopicTest.class);
  private static final int MANY = 100_000;
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  @Test
  void aRestartWithOneHundredThousandSessionsIsDoneInTenSeconds() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Producer<String, byte[]> producer = producer(kafka)) {
      for (int i = 0; i < MANY; i++) {
        send(producer, session(i).key(), EventJson.write(session(i)));
      }
      send(producer, session(3).key(), null);
      send(producer, session(4).key(), EventJson.write(session(5)));
      send(producer, "nonsense", "{".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      producer.flush();
      UserSessions sessions = new UserSessions(_ -> Uni.createFrom().voidItem());
      assertThatThrownBy(() -> total(sessions))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.NOT_YET));
      long start = System.nanoTime();
      SessionTopic topic = topic(kafka, sessions);
      until(() -> known(sessions));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      LOG.infof("%d sessions known after %d ms", MANY, took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(10));
      assertThat(total(sessions)).isEqualTo(MANY - 1);
      send(producer, session(0).key(), null);
      until(() -> total(sessions) == MANY - 2);
      topic.stop();
    }
  }

  @Test
  void nothingIsAnsweredBeforeKafkaIsThereAndWhatIsKnownStaysWhenItGoes() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Producer<String, byte[]> producer = producer(kafka)) {
      send(producer, session(1).key(), EventJson.write(session(1)));
      producer.flush();
      kafka.pause();
      UserSessions sessions = new UserSessions(_ -> Uni.createFrom().voidItem());
      SessionTopic topic = topic(kafka, sessions);
      assertThat(known(sessions)).isFalse();
      kafka.resume();
      until(() -> known(sessions));
      kafka.pause();
      assertThat(total(sessions)).isEqualTo(1);
      kafka.resume();
      send(producer, session(2).key(), EventJson.write(session(2)));
      until(() -> total(sessions) == 2);
      topic.stop();
    }
  }

  private static SessionTopic topic(EmbeddedKafka kafka, UserSessions sessions) {
    return new SessionTopic(
        Map.of("bootstrap.servers", kafka.bootstrapServers()), sessions, new SimpleMeterRegistry());
  }

  private static Producer<String, byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "20"),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static void send(Producer<String, byte[]> producer, String key, byte @Nullable [] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(Topic.USER_SESSIONS.topicName(), key, value),
            (_, failure) -> {
              if (failure != null) {
                LOG.errorf(failure, "%s was not sent", key);
              }
            });
  }

  private static UserSession session(int i) {
    return new UserSession(
        "acme",
        1 + i / 1000,
        "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256,
        "user" + i + "@example.com",
        List.of("staff", "group" + i % 50),
        "saml",
        NOW,
        NOW.plusSeconds(28_800));
  }

  private static boolean known(UserSessions sessions) {
    try {
      return total(sessions) >= 0;
    } catch (RefusedException e) {
      return false;
    }
  }

  private static int total(UserSessions sessions) {
    SessionFilter any = new SessionFilter(null, null, null);
    return sessions.list("acme", any, 0, 1, NOW).total();
  }

  private static void until(BooleanSupplier done) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(done::getAsBoolean);
  }
}
