package io.culvert.status.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.culvert.operation.KafkaWatch;
import io.culvert.outbox.testing.EmbeddedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads of a Kafka that goes away and comes back, against a real broker. */
class KafkaWatchTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Logger logger = Logger.getLogger(KafkaWatch.class.getName());
  private final Said said = new Said();

  @BeforeEach
  void listen() {
    logger.addHandler(said);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(said);
  }

  @Test
  void anOutageIsToldOnceWithWhatToDoAndItsEndOnce() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      kafka.pause();
      String servers = kafka.bootstrapServers();
      try (KafkaWatch _ =
          KafkaWatch.start(Map.of("bootstrap.servers", servers), "nothing is answered")) {
        await().atMost(LIMIT).until(() -> said.sentences.size() == 1);
        kafka.resume();
        await().atMost(LIMIT).until(() -> said.sentences.size() > 1);
      }
      assertThat(said.sentences)
          .containsExactly(
              "Kafka does not answer at "
                  + servers
                  + ": start it, or set KAFKA_BOOTSTRAP_SERVERS to where it is; until then nothing"
                  + " is answered",
              "Kafka answers at " + servers);
    }
  }

  private static final class Said extends Handler {
    private final List<String> sentences = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      sentences.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
