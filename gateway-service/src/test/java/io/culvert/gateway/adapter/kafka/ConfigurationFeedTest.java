package io.culvert.gateway.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.AuthChange;
import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.EventJson;
import io.culvert.contract.PopChange;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  private static byte[] settings(String tenant, long version) {
    return EventJson.write(
        new AuthChange(
            tenant,
            version,
            true,
            3_600,
            0,
            List.of(80, 443),
            List.of(),
            List.of(),
            List.of(),
            null));
  }

  private static byte[] session(String user) {
    return EventJson.write(
        new UserSession(
            "tenant-1",
            7,
            "192.168.1.10",
            user,
            List.of(),
            "saml",
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(60)));
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

  @Test
  void settingsSessionsAndRevocationsAreTold() throws Exception {
    broker
        .put(Topic.AUTH_CHANGES, "tenant-1", settings("tenant-1", 3))
        .put(Topic.AUTH_CHANGES, "tenant-2", null)
        .put(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.10", session("alice"))
        .put(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.10", null)
        .put(Topic.USER_SESSIONS, "a/b/8/10.0.0.1", null);

    read();

    assertThat(told.all)
        .containsSubsequence("settings of tenant-1 v3", "caught up")
        .containsSubsequence(
            "session of alice",
            "revoked 7 192.168.1.10 at 1000",
            "revoked 8 10.0.0.1 at 2000",
            "caught up")
        .hasSize(5);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void unreadableSettingsAndSessionsAreSetAside() throws Exception {
    broker
        .put(Topic.AUTH_CHANGES, "tenant-2", settings("tenant-1", 1))
        .put(Topic.AUTH_CHANGES, "tenant-1", utf8("{}"))
        .put(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.11", session("alice"))
        .put(Topic.USER_SESSIONS, "tenant-1/seven/192.168.1.10", null)
        .put(Topic.USER_SESSIONS, null, null)
        .put(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.10", utf8("{\"user\": \"alice\"}"));

    read();

    assertThat(told.all).containsExactly("caught up");
    assertThat(producer.history())
        .extracting(letter -> header(letter, CloudEventHeaders.ORIGIN))
        .containsExactlyInAnyOrder(
            "auth-changes/0/0",
            "auth-changes/0/1",
            "user-sessions/0/0",
            "user-sessions/0/1",
            "user-sessions/0/2",
            "user-sessions/0/3");
  }

  @Test
  void topicsOfLogInsNeedNotBeThere() throws Exception {
    broker.withoutLogIns().put(Topic.TUNNEL_CHANGES, "7", tunnel(7, 1));

    read();

    assertThat(told.all).containsExactly("tunnel 7 v1", "caught up");
  }

  @Test
  void afterAFailureItIsReadOnSoThatNoRevokedSessionComesBack() throws Exception {
    broker
        .put(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.10", session("alice"))
        .put(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.10", null)
        .put(Topic.USER_SESSIONS, "tenant-1/7/192.168.1.10", session("bob"));
    broker.failAfter = 2;

    read();

    assertThat(broker.consumers).hasValue(2);
    assertThat(broker.resumed).containsExactly(2L);
    assertThat(told.all)
        .containsExactly(
            "session of alice", "revoked 7 192.168.1.10 at 1000", "session of bob", "caught up");
  }
}
