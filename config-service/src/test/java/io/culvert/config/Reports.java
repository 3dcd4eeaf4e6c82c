package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import io.culvert.contract.TunnelStatus.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** Status of tunnels as the status service would report it. */
final class Reports {
  static final Instant SINCE = Instant.parse("2026-03-01T08:00:00.987654Z");

  /** The CloudEvents id of every report. */
  static final String ID = "77";

  /** One partition for all, so that reports are read in the order they were sent. */
  private static final int PARTITION = 5;

  private Reports() {}

  /** Puts a record on the topic, whatever it is; where it came to lie. */
  static RecordMetadata send(String key, byte @Nullable [] value)
      throws ExecutionException, InterruptedException {
    ProducerRecord<String, byte[]> entry =
        new ProducerRecord<>(Topic.TUNNEL_STATUS.topicName(), PARTITION, key, value);
    entry.headers().add("ce_id", ID.getBytes(StandardCharsets.UTF_8));
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Surroundings.kafka().bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      return producer.send(entry).get();
    }
  }

  static void report(long id, String tenant, State state, PopStatus... pops)
      throws ExecutionException, InterruptedException {
    send(Long.toString(id), status(id, tenant, state, pops));
  }

  static byte[] status(long id, String tenant, State state, PopStatus... pops) {
    return EventJson.write(
        new TunnelStatus(id, tenant, "site", state, SINCE, Arrays.asList(pops), SINCE));
  }

  static PopStatus up(String pop, long kbpsIn, long kbpsOut) {
    return new PopStatus(
        pop, true, State.UP, SINCE, null, SINCE, kbpsIn, kbpsOut, 1, 3, "AES-GCM-256");
  }

  static PopStatus away(String pop, State state, @Nullable Instant since) {
    return new PopStatus(
        pop, false, state, since, "keepalive-timeout", null, null, null, 0, 0, null);
  }

  static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }

  /** Waits until the tunnel's admin sees that status at its primary POP. */
  static void awaitStatus(String tenant, long id, String status) {
    soon()
        .untilAsserted(
            () ->
                admin(tenant)
                    .get(TUNNELS + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("result[0].pops[0].status", equalTo(status)));
  }
}
