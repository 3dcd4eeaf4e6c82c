package io.culvert.status.event;

import static io.culvert.contract.TunnelStatus.State.DOWN;
import static io.culvert.contract.TunnelStatus.State.UNKNOWN;
import static io.culvert.contract.TunnelStatus.State.UP;
import static io.culvert.status.domain.Samples.at;
import static io.culvert.status.domain.Samples.change;
import static io.culvert.status.domain.Samples.event;
import static io.culvert.status.domain.Samples.heartbeat;
import static io.culvert.status.domain.Samples.telemetry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.CloudEventHeaders;
import io.culvert.contract.EventJson;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.UnreadableEventException;
import io.culvert.status.app.Book;
import io.culvert.status.domain.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusTopologyTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant now = at(0);
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          StatusTopology.build(new Book(), () -> now, StatusMeters.in(registry)), config(), at(0));
  private final TestOutputTopic<String, byte[]> statuses = output(Topic.TUNNEL_STATUS);
  private final TestOutputTopic<String, byte[]> deadLetters = output(Topic.DEAD_LETTERS);

  @BeforeEach
  void configure() {
    send(Topic.TUNNEL_CHANGES, "7", EventJson.write(change(7, 1, "sfo1", "lax1")));
    assertThat(states()).containsExactly(UNKNOWN);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void anEstablishedTunnelIsPublishedAsUpWithoutWaitingForTheClock() {
    send(
        Topic.TUNNEL_EVENTS,
        "7",
        EventJson.write(event(7, "sfo1", 0, TunnelEvent.Type.ESTABLISHED, null)));
    assertThat(states()).containsExactly(UP);
  }

  @Test
  void aConnectedReadingIsPublishedAsUpWithoutWaitingForTheClock() {
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    assertThat(states()).containsExactly(UP);
  }

  @Test
  void theDelayFromAReadingToItsStatusIsMeasuredAndNewStatusesAreCounted() {
    double before = registry.get("culvert.statuses.published").counter().count();
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", -3, true, at(-3))));
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", 1, true, at(0))));

    // The second is of a gateway whose clock is ahead, and took no time.
    assertThat(registry.get("culvert.telemetry.to.status").timer().count()).isEqualTo(2);
    assertThat(registry.get("culvert.telemetry.to.status").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(3_000);
    assertThat(registry.get("culvert.statuses.published").counter().count())
        .isEqualTo(before + states().size());
  }

  @Test
  void whatCannotBeReadIsCounted() {
    send(Topic.TUNNEL_TELEMETRY, "7", "nonsense".getBytes(UTF_8));
    send(Topic.TUNNEL_EVENTS, "x", "{}".getBytes(UTF_8));

    assertThat(registry.get("culvert.dead.letters").counter().count()).isEqualTo(2);
  }

  @Test
  void aTunnelWithoutKeepaliveGoesDownByTheClockAlone() {
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    assertThat(states()).containsExactly(UP);
    for (int second = 5; second <= 55; second += 5) {
      tickTo(second);
      beat(second);
    }
    tickTo(59);
    assertThat(statuses.isEmpty()).isTrue();
    tickTo(61);
    TunnelStatus status = statusIn(statuses.readRecord());
    assertThat(status.state()).isEqualTo(DOWN);
    assertThat(status.pops().getFirst().reason()).isEqualTo("keepalive-timeout");
  }

  @Test
  void aSilentGatewayMakesATunnelUnknownByTheClockAlone() {
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    beat(0);
    assertThat(states()).containsExactly(UP);
    tickTo(14);
    assertThat(statuses.isEmpty()).isTrue();
    tickTo(16);
    assertThat(states()).containsExactly(UNKNOWN);
  }

  @Test
  void aClosedTunnelIsPublishedAsDownAtOnce() {
    send(
        Topic.TUNNEL_EVENTS,
        "7",
        EventJson.write(event(7, "sfo1", 0, TunnelEvent.Type.ESTABLISHED, null)));
    send(
        Topic.TUNNEL_EVENTS,
        "7",
        EventJson.write(event(7, "sfo1", 0, TunnelEvent.Type.CLOSED, "deleted")));
    assertThat(states()).containsExactly(UP, DOWN);
  }

  @Test
  void aRestartedGatewayCountsFromTheStart() {
    telemetryOf(Samples.EPOCH, 0, 50_000);
    tickTo(10);
    telemetryOf(at(5), 10, 1_000);
    tickTo(20);
    telemetryOf(at(5), 20, 2_250);
    assertThat(statuses.readRecordsToList())
        .extracting(record -> statusIn(record).pops().getFirst().kbpsIn())
        .containsExactly(null, null, 1L);
  }

  @Test
  void aStatusThatSaysNothingNewIsNotPublished() {
    byte[] reading = EventJson.write(telemetry(7, "sfo1", 0, true, at(0)));
    send(Topic.TUNNEL_TELEMETRY, "7", reading);
    send(Topic.TUNNEL_TELEMETRY, "7", reading);
    send(Topic.TUNNEL_CHANGES, "7", EventJson.write(change(7, 1, "sfo1", "lax1")));
    tickTo(5);
    assertThat(states()).containsExactly(UP);
  }

  @Test
  void aDeletedTunnelLeavesATombstoneAndStragglersSayNothing() {
    send(Topic.TUNNEL_CHANGES, "7", null);
    TestRecord<String, byte[]> record = statuses.readRecord();
    assertThat(record.key()).isEqualTo("7");
    assertThat(record.value()).isNull();
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    assertThat(statuses.isEmpty()).isTrue();
    assertThat(driver.getKeyValueStore(StatusTopology.TUNNELS).get(7L)).isNotNull();
    tickTo(601);
    assertThat(driver.getKeyValueStore(StatusTopology.TUNNELS).get(7L)).isNull();
  }

  @Test
  void reportsThatComeBeforeTheConfigurationCount() {
    send(
        Topic.TUNNEL_EVENTS,
        "8",
        EventJson.write(event(8, "sfo1", 0, TunnelEvent.Type.ESTABLISHED, null)));
    assertThat(statuses.isEmpty()).isTrue();
    send(Topic.TUNNEL_CHANGES, "8", EventJson.write(change(8, 1, "sfo1")));
    assertThat(states()).containsExactly(UP);
  }

  @Test
  void unreadableRecordsBecomeDeadLettersAndTheRestGoesOn() {
    send(Topic.TUNNEL_TELEMETRY, "7", "{\"psk\":\"hunter2".getBytes(UTF_8));
    send(Topic.TUNNEL_TELEMETRY, "seven", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    send(Topic.TUNNEL_TELEMETRY, "8", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    send(Topic.TUNNEL_EVENTS, "7", null);
    send(
        Topic.TUNNEL_TELEMETRY,
        "7",
        new String(EventJson.write(telemetry(7, "sfo1", 0, false, null)), UTF_8)
            .replace("2026-03-01T08:", "-1000000000-01-01T00:")
            .getBytes(UTF_8));
    send(
        Topic.TUNNEL_EVENTS,
        "7",
        EventJson.write(event(7, "sfo1", 0, TunnelEvent.Type.ESTABLISHED, null)));
    assertThat(states()).containsExactly(UP);

    List<TestRecord<String, byte[]>> dead = deadLetters.readRecordsToList();
    assertThat(dead).extracting(TestRecord::key).containsExactly("7", "seven", "8", "7", "7");
    assertThat(dead.getFirst().value()).isEqualTo("{\"psk\":\"hunter2".getBytes(UTF_8));
    assertThat(header(dead.getFirst(), CloudEventHeaders.REASON))
        .startsWith("TunnelTelemetry: ")
        .doesNotContain("hunter2");
    assertThat(header(dead.getFirst(), CloudEventHeaders.ORIGIN)).isEqualTo("tunnel-telemetry/0/0");
  }

  @Test
  void unreadableHeartbeatsAreLeftOut() {
    send(Topic.GATEWAY_HEARTBEATS, "sfo1-gw", "nonsense".getBytes(UTF_8));
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    assertThat(states()).containsExactly(UP);
  }

  @Test
  void aFailureOfNoKnownTunnelIsNobodysStatus() {
    send(
        Topic.TUNNEL_EVENTS,
        "0",
        EventJson.write(event(0, "sfo1", 0, TunnelEvent.Type.FAILED, "unknown-id")));
    assertThat(statuses.isEmpty()).isTrue();
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void statusesAreCloudEvents() {
    send(Topic.TUNNEL_TELEMETRY, "7", EventJson.write(telemetry(7, "sfo1", 0, true, at(0))));
    TestRecord<String, byte[]> record = statuses.readRecord();
    assertThat(header(record, "ce_type")).isEqualTo("io.culvert.TunnelStatus");
    assertThat(header(record, "ce_source")).isEqualTo("/status-service");
  }

  private void telemetryOf(Instant epoch, double seconds, long bytesIn) {
    send(
        Topic.TUNNEL_TELEMETRY,
        "7",
        EventJson.write(telemetry(7, "sfo1", epoch, seconds, true, at(seconds), bytesIn, 0)));
  }

  private void beat(double seconds) {
    send(Topic.GATEWAY_HEARTBEATS, "sfo1-gw", EventJson.write(heartbeat("sfo1", seconds)));
  }

  private void tickTo(double seconds) {
    driver.advanceWallClockTime(Duration.between(now, at(seconds)));
    now = at(seconds);
  }

  private void send(Topic topic, String key, byte @Nullable [] value) {
    TestInputTopic<String, byte[]> input =
        driver.createInputTopic(
            topic.topicName(),
            new StringSerializer(),
            new ByteArraySerializer(),
            now,
            Duration.ZERO);
    input.pipeInput(key, value);
  }

  private List<TunnelStatus.State> states() {
    List<TunnelStatus.State> states = new ArrayList<>();
    statuses.readRecordsToList().forEach(record -> states.add(statusIn(record).state()));
    return states;
  }

  private TestOutputTopic<String, byte[]> output(Topic topic) {
    return driver.createOutputTopic(
        topic.topicName(), new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static TunnelStatus statusIn(TestRecord<String, byte[]> record) {
    try {
      return EventJson.read(record.value(), TunnelStatus.class);
    } catch (UnreadableEventException e) {
      throw new AssertionError(e);
    }
  }

  private static String header(TestRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static Properties config() {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    return config;
  }
}
