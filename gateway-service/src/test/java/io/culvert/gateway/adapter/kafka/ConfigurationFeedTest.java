package io.culvert.gateway.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.EventJson;
import io.culvert.contract.PopChange;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.gateway.app.port.ConfigurationListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Configuration off the topics, against a broker in memory. */
@Timeout(60)
class ConfigurationFeedTest {
  private final FakeBroker broker = new FakeBroker();
  private final Told told = new Told();
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

  /** What the feed told, as text. */
  private static final class Told implements ConfigurationListener {
    final List<String> all = new ArrayList<>();
    final CountDownLatch complete = new CountDownLatch(1);
    int faults;

    @Override
    public void tunnelChanged(TunnelChange change) {
      if (faults-- > 0) {
        throw new IllegalStateException("the listener fails");
      }
      all.add("tunnel " + change.id() + " v" + change.version());
    }

    @Override
    public void tunnelDeleted(long tunnelId) {
      all.add("deleted " + tunnelId);
    }

    @Override
    public void popChanged(PopChange change) {
      all.add("pop " + change.name());
    }

    @Override
    public void caughtUp() {
      all.add("caught up");
      complete.countDown();
    }
  }

  /** Reads all there is; what was told and set aside is there to look at then. */
  private void read() throws InterruptedException {
    KafkaEventSink sink =
        new KafkaEventSink(producer, "/gateway-service/pop-a-1", Duration.ofMillis(1));
    try (sink;
        ConfigurationFeed feed =
            new ConfigurationFeed(broker::consumer, told, sink, Duration.ofMillis(1))) {
      assertThat(told.complete.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(feed.caughtUp()).isTrue();
    }
  }

  private static byte[] tunnel(long id, long version) {
    return EventJson.write(
        new TunnelChange(
            id,
            "tenant-1",
            version,
            "branch",
            new SourceIdentity(SourceIdentity.Kind.FQDN, "branch.example.com"),
            null,
            List.of("pop-a"),
            EncryptionCipher.AES256_GCM,
            null,
            true,
            true,
            List.of(),
            List.of(),
            false));
  }

  private static byte[] pop(String name) {
    return EventJson.write(
        new PopChange("0x01", name, 1, "US-CA", List.of("192.0.2.1"), null, true, null));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String header(ProducerRecord<String, byte[]> entry, String name) {
    return new String(entry.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void tunnelsTombstonesAndPopsAreToldAndThenThatThisIsAll() throws Exception {
    broker
        .put(Topic.TUNNEL_CHANGES, "7", tunnel(7, 1))
        .put(Topic.TUNNEL_CHANGES, "8", tunnel(8, 4))
        .put(Topic.TUNNEL_CHANGES, "7", tunnel(7, 2))
        .put(Topic.TUNNEL_CHANGES, "7", null)
        .put(Topic.POP_CHANGES, "pop-a", pop("pop-a"))
        .put(Topic.POP_CHANGES, "pop-b", null);

    read();

    assertThat(told.all)
        .containsSubsequence("tunnel 7 v1", "tunnel 8 v4", "tunnel 7 v2", "deleted 7", "caught up")
        .contains("pop pop-a")
        .hasSize(6);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void anUnreadableRecordIsSetAsideWithReasonAndOriginAndTheNextOnesAreTold() throws Exception {
    byte[] rubbish = utf8("{\"id\": 7, \"psks\": \"not-a-list");
    broker
        .put(Topic.TUNNEL_CHANGES, "6", tunnel(6, 1))
        .put(Topic.TUNNEL_CHANGES, "7", rubbish)
        .put(Topic.TUNNEL_CHANGES, "8", tunnel(8, 1));

    read();

    assertThat(told.all).containsExactly("tunnel 6 v1", "tunnel 8 v1", "caught up");
    assertThat(producer.history()).hasSize(1);
    ProducerRecord<String, byte[]> letter = producer.history().getFirst();
    assertThat(letter.topic()).isEqualTo("dead-letters");
    assertThat(letter.key()).isEqualTo("7");
    assertThat(letter.value()).isEqualTo(rubbish);
    assertThat(header(letter, CloudEventHeaders.ORIGIN)).isEqualTo("tunnel-changes/0/1");
    assertThat(header(letter, CloudEventHeaders.REASON))
        .startsWith("TunnelChange: ")
        .doesNotContain("not-a-list");
  }

  @Test
  void everyKindOfUnreadableRecordIsSetAside() throws Exception {
    broker
        .put(Topic.TUNNEL_CHANGES, "9", tunnel(7, 1))
        .put(Topic.TUNNEL_CHANGES, "seven", tunnel(7, 1))
        .put(Topic.TUNNEL_CHANGES, null, tunnel(7, 1))
        .put(Topic.TUNNEL_CHANGES, "seven", null)
        .put(Topic.TUNNEL_CHANGES, "99999999999999999999", null)
        .put(Topic.TUNNEL_CHANGES, "7", new byte[0])
        .put(Topic.TUNNEL_CHANGES, "7", utf8("null"))
        .put(Topic.TUNNEL_CHANGES, "7", utf8("{}"))
        .put(Topic.POP_CHANGES, "pop-a", utf8("[1]"))
        .put(Topic.TUNNEL_CHANGES, "7", tunnel(7, 2));

    read();

    assertThat(told.all).containsExactly("tunnel 7 v2", "caught up");
    assertThat(producer.history())
        .extracting(letter -> header(letter, CloudEventHeaders.ORIGIN))
        .containsExactlyInAnyOrder(
            "tunnel-changes/0/0",
            "tunnel-changes/0/1",
            "tunnel-changes/0/2",
            "tunnel-changes/0/3",
            "tunnel-changes/0/4",
            "tunnel-changes/0/5",
            "tunnel-changes/0/6",
            "tunnel-changes/0/7",
            "pop-changes/0/0");
    assertThat(producer.history())
        .allSatisfy(letter -> assertThat(header(letter, CloudEventHeaders.REASON)).isNotBlank());
  }

  @Test
  void emptyTopicsAreCompleteToo() throws Exception {
    read();

    assertThat(told.all).containsExactly("caught up");
  }

  @Test
  void topicsThatAreNotThereYetAreWaitedFor() throws Exception {
    broker.missing = 3; // both, and then one of them
    broker.put(Topic.TUNNEL_CHANGES, "7", tunnel(7, 1));

    read();

    assertThat(broker.missing).isNegative();
    assertThat(told.all).containsExactly("tunnel 7 v1", "caught up");
  }

  @Test
  void aBrokerThatIsAwayAndThenFailsIsTriedUntilItAnswers() throws Exception {
    broker.unreachable = 2;
    broker.failing = 3;
    broker.put(Topic.TUNNEL_CHANGES, "7", tunnel(7, 1));

    read();

    assertThat(broker.consumers).hasValue(6);
    assertThat(told.all).containsExactly("tunnel 7 v1", "caught up");
  }

  @Test
  void aFaultOfTheListenerDoesNotEndTheFeed() throws Exception {
    broker
        .put(Topic.TUNNEL_CHANGES, "7", tunnel(7, 1))
        .put(Topic.TUNNEL_CHANGES, "8", tunnel(8, 1));
    told.faults = 1;

    read();

    assertThat(told.all).containsExactly("tunnel 7 v1", "tunnel 8 v1", "caught up");
  }
}
