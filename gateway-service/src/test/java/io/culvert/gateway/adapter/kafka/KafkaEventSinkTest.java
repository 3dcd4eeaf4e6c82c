package io.culvert.gateway.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EventJson;
import io.culvert.contract.GatewayHeartbeat;
import io.culvert.contract.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events on their way to a broker that is slow, away, or refuses. */
@Timeout(60)
class KafkaEventSinkTest {
  private static final String SOURCE = "/gateway-service/pop-a-1";

  /** A producer that blocks until told, then refuses a number of times, then takes everything. */
  private static final class Broker extends MockProducer<String, byte[]> {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch there = new CountDownLatch(1);
    final CountDownLatch lastTaken = new CountDownLatch(1);
    int refusals;

    Broker(boolean acknowledges) {
      super(acknowledges, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it blocks, and must not lock then
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> entry, Callback callback) {
      asked.countDown();
      try {
        there.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (refusals-- > 0) {
        throw new KafkaException("refused");
      }
      Future<RecordMetadata> sent = super.send(entry, callback);
      if (entry.key().equals("10")) {
        lastTaken.countDown();
      }
      return sent;
    }

    List<String> keys() {
      return history().stream().map(ProducerRecord::key).toList();
    }
  }

  private static GatewayHeartbeat heartbeat() {
    Instant time = Instant.parse("2026-03-01T12:00:00Z");
    return new GatewayHeartbeat("pop-a-1", "pop-a", time, time, 3, 4, 0.5);
  }

  private static void publish(KafkaEventSink sink, int from, int to) {
    for (int i = from; i < to; i++) {
      sink.publish(Topic.TUNNEL_EVENTS, Integer.toString(i), heartbeat());
    }
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void anEventIsSentWithItsKeyAndItsCloudEventHeaders() throws Exception {
    Broker broker = new Broker(true);
    broker.there.countDown();
    KafkaEventSink sink = new KafkaEventSink(broker, SOURCE, Duration.ofMillis(1));

    sink.publish(Topic.GATEWAY_HEARTBEATS, "pop-a-1", heartbeat());
    sink.close();

    assertThat(broker.history()).hasSize(1);
    ProducerRecord<String, byte[]> entry = broker.history().getFirst();
    assertThat(entry.topic()).isEqualTo("gateway-heartbeats");
    assertThat(entry.key()).isEqualTo("pop-a-1");
    assertThat(EventJson.read(entry.value(), GatewayHeartbeat.class)).isEqualTo(heartbeat());
    assertThat(header(entry, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(entry, "ce_source")).isEqualTo(SOURCE);
    assertThat(header(entry, "ce_type")).isEqualTo("io.culvert.GatewayHeartbeat");
    assertThat(header(entry, "ce_id")).isNotBlank();
    assertThat(header(entry, "content-type")).isEqualTo("application/json");
    assertThat(broker.closed()).isTrue();
    assertThat(sink.dropped()).isZero();
  }

  private static String header(ProducerRecord<String, byte[]> entry, String name) {
    return new String(entry.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void aBrokerThatBlocksHoldsNoCallerUpAndGetsEverythingInOrderLater() throws Exception {
    Broker broker = new Broker(true);
    KafkaEventSink sink = new KafkaEventSink(broker, SOURCE, Duration.ofMillis(1));

    publish(sink, 0, 1_000); // would never return if the caller waited for the broker
    assertThat(broker.asked.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(broker.history()).isEmpty();
    broker.there.countDown();
    sink.close();

    assertThat(broker.keys()).isEqualTo(keys(0, 1_000));
    assertThat(sink.dropped()).isZero();
  }

  @Test
  void whenTheQueueIsFullTheOldestEventsAreGivenUpAndCounted() throws Exception {
    Broker broker = new Broker(true);
    KafkaEventSink sink = new KafkaEventSink(broker, SOURCE, Duration.ofMillis(1));
    publish(sink, 0, 1);
    assertThat(broker.asked.await(30, TimeUnit.SECONDS)).isTrue(); // that one is out of the queue

    publish(sink, 1, 20_001);
    assertThat(sink.dropped()).isZero();
    publish(sink, 20_001, 20_006);
    assertThat(sink.dropped()).isEqualTo(5);
    broker.there.countDown();
    sink.close();

    assertThat(broker.keys().getFirst()).isEqualTo("0");
    assertThat(broker.keys().get(1)).isEqualTo("6");
    assertThat(broker.keys().getLast()).isEqualTo("20005");
  }

  @Test
  void eventsThatTheProducerRefusesForAWhileArriveInOrder() throws Exception {
    Broker broker = new Broker(true);
    broker.refusals = 3;
    KafkaEventSink sink = new KafkaEventSink(broker, SOURCE, Duration.ofMillis(1));

    publish(sink, 0, 11);
    broker.there.countDown();
    assertThat(broker.lastTaken.await(30, TimeUnit.SECONDS)).isTrue();
    sink.close();

    assertThat(broker.keys()).isEqualTo(keys(0, 11));
    assertThat(sink.dropped()).isZero();
  }

  @Test
  void aProducerThatRefusesForGoodDoesNotHoldUpTheShutdown() throws Exception {
    Broker broker = new Broker(true);
    broker.refusals = Integer.MAX_VALUE;
    broker.there.countDown();
    KafkaEventSink sink = new KafkaEventSink(broker, SOURCE, Duration.ofMillis(1));

    publish(sink, 0, 3);
    sink.close();

    assertThat(broker.closed()).isTrue();
    assertThat(sink.dropped()).isEqualTo(3);
  }

  @Test
  void anEventThatWasNotDeliveredIsCountedAndTheNextOnesGoOn() throws Exception {
    Broker broker = new Broker(false);
    broker.there.countDown();
    KafkaEventSink sink = new KafkaEventSink(broker, SOURCE, Duration.ofMillis(1));

    publish(sink, 0, 3);
    sink.close();
    assertThat(broker.completeNext()).isTrue();
    assertThat(broker.errorNext(new TimeoutException("too late"))).isTrue();
    assertThat(broker.completeNext()).isTrue();

    assertThat(broker.keys()).isEqualTo(keys(0, 3));
    assertThat(sink.dropped()).isOne();
  }

  @Test
  void whatIsGoneIsPublishedAsATombstoneWithTheTimeItWasHandedOver() throws Exception {
    Broker broker = new Broker(true);
    Instant before = Instant.now();
    try (KafkaEventSink sink = new KafkaEventSink(broker, SOURCE, Duration.ofMillis(1))) {
      sink.publish(Topic.USER_SESSIONS, "10", null);
      Instant after = Instant.now();
      broker.there.countDown();
      broker.lastTaken.await();

      ProducerRecord<String, byte[]> entry = broker.history().getFirst();
      assertThat(entry.topic()).isEqualTo("user-sessions");
      assertThat(entry.key()).isEqualTo("10");
      assertThat(entry.value()).isNull();
      assertThat(entry.timestamp()).isBetween(before.toEpochMilli(), after.toEpochMilli());
    }
  }
}
