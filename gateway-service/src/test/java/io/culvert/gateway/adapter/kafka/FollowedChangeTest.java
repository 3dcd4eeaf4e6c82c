package io.culvert.gateway.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EventJson;
import io.culvert.contract.PopChange;
import io.culvert.contract.Topic;
import io.culvert.contract.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A change that comes while the gateway runs is in its log with the id of the call that made it.
 */
@Timeout(60)
class FollowedChangeTest {
  private static final String CALL = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final FakeBroker broker = new FakeBroker();
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

  private static byte[] pop(String name) {
    return EventJson.write(
        new PopChange("0x01", name, 1, "US-CA", List.of("192.0.2.1"), null, true, null));
  }

  private static RecordHeaders of(String call) {
    String header = "00-" + call + "-00f067aa0ba902b7-01";
    RecordHeaders headers = new RecordHeaders();
    headers.add(TraceParent.HEADER, header.getBytes(StandardCharsets.UTF_8));
    return headers;
  }

  /** All lines up to the one of what came last. */
  private List<String> read() throws InterruptedException {
    KafkaEventSink sink =
        new KafkaEventSink(producer, "/gateway-service/pop-a-1", Duration.ofMillis(1));
    try (TrailLog log = TrailLog.start();
        sink;
        ConfigurationFeed _ =
            new ConfigurationFeed(broker::consumer, new Told(), sink, Duration.ofMillis(1))) {
      List<String> lines = new ArrayList<>();
      do {
        lines.add(log.next());
      } while (!lines.getLast().endsWith("pop-b"));
      return lines;
    }
  }

  @Test
  void onlyWhatComesAfterTheStartIsTold() throws Exception {
    broker
        .put(Topic.POP_CHANGES, "pop-a", pop("pop-a"), of(CALL.replace('4', '5')))
        .later(Topic.POP_CHANGES, "pop-b", pop("pop-b"), of(CALL));
    assertThat(read()).containsExactly(CALL + " taken in: pop-changes pop-b");
  }

  @Test
  void whatIsSetAsideIsNotToldAsTakenIn() throws Exception {
    broker
        .later(Topic.TUNNEL_CHANGES, "7", pop("pop-a"), of(CALL.replace('4', '5')))
        .later(Topic.POP_CHANGES, "pop-b", pop("pop-b"), of(CALL));
    assertThat(read()).containsExactly(CALL + " taken in: pop-changes pop-b");
  }
}
