package io.culvert.gateway.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.Topic;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.DataplaneConfig;
import io.culvert.gateway.app.dataplane.FakePort;
import io.culvert.gateway.app.dataplane.TunPorts;
import io.culvert.gateway.app.steering.CountedLogins;
import io.culvert.gateway.app.steering.LoginDesk;
import io.culvert.gateway.app.steering.SteeredHost;
import io.culvert.gateway.app.steering.SteeredHost.Look;
import io.culvert.gateway.app.steering.SteeringCounts;
import io.culvert.gateway.app.steering.SteeringCounts.Outcome;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.wire.Bytes;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of a gateway. */
@SuppressWarnings("deprecation") // the registry that Quarkus has
class GatewayMetricsTest {
  private static final InetSocketAddress IKE = new InetSocketAddress("192.0.2.1", 500);
  private static final InetSocketAddress NATT = new InetSocketAddress("192.0.2.1", 4500);
  private static final InetSocketAddress DEVICE = new InetSocketAddress("198.51.100.9", 61_000);
  private static final String OF = "gateway=\"pop-a-1\",pop=\"pop-a\",";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final FakePort udp = new FakePort();
  private final Dataplane dataplane =
      new Dataplane(
          udp,
          new TunPorts(new FakePort(), new FakePort()),
          _ -> {},
          DataplaneConfig.STANDARD,
          (_, inside, _) -> inside % 2 == 0 ? Access.OPEN : Access.GATED,
          () -> 0);
  private final IkeEngine engine = new IkeEngine(IkeConfig.standard(), new Random(1)::nextBytes);
  private final AtomicLong unsent = new AtomicLong();
  private final SteeringCounts steering = new SteeringCounts();
  private final CountedLogins logins = new CountedLogins(new Desk());

  private static final class Desk implements LoginDesk {
    @Override
    public Optional<String> loginAddress(SteeredHost host, String url) {
      return Optional.empty();
    }

    @Override
    public Redeemed redeem(SteeredHost host, String grant) {
      return grant.equals("good")
          ? new Opened("http://www.test/")
          : new Refused(Refusal.NOT_ASKED_FOR);
    }
  }

  @BeforeEach
  void register() {
    registry
        .config()
        .meterFilter(MeterFilter.commonTags(Tags.of("pop", "pop-a", "gateway", "pop-a-1")));
    CountedEvents unused = new CountedEvents(registry, (_, _, _) -> {});
    GatewayMetrics.register(
        registry,
        dataplane,
        new GatewayMetrics.Ike(engine, () -> 2, unsent::get),
        new GatewayMetrics.Kafka(
            () -> 4, () -> 5, () -> 6, () -> true, topic -> topic == Topic.USER_SESSIONS ? 7 : 0),
        new GatewayMetrics.Users(() -> 3, logins, steering));
  }

  private String line(String series) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .findFirst()
        .map(line -> line.substring(series.length() + 1))
        .orElse("absent");
  }

  @Test
  void whatIsDroppedIsCountedByDirectionAndReason() throws Exception {
    udp.arrive(NATT, DEVICE, new byte[] {0, 0, 1, 2, 3, 4, 5, 6});
    udp.arrive(NATT, DEVICE, new byte[] {(byte) 0xFF});
    dataplane.inbound(Duration.ZERO);
    engine.step(new Input.Datagram(IKE, DEVICE, Bytes.of(new byte[28])), 0);

    assertThat(line("culvert_esp_drops_total{direction=\"in\"," + OF + "reason=\"spi-unknown\",}"))
        .isEqualTo("1.0");
    assertThat(
            line("culvert_esp_drops_total{direction=\"in\"," + OF + "reason=\"nat-keepalive\",}"))
        .isEqualTo("1.0");
    assertThat(line("culvert_esp_drops_total{direction=\"out\"," + OF + "reason=\"spi-unknown\",}"))
        .isEqualTo("0.0");
    assertThat(line("culvert_ike_drops_total{" + OF + "reason=\"version\",}")).isEqualTo("1.0");
    assertThat(line("culvert_ike_drops_total{" + OF + "reason=\"queue-full\",}")).isEqualTo("2.0");
  }

  @Test
  void hostsAreCountedByWhetherTheyMayPass() {
    for (int host = 1; host <= 5; host++) {
      dataplane.hosts().admit(dataplane.hosts().of(7), InnerPackets.address("10.0.0." + host), 0);
    }

    assertThat(line("culvert_hosts{access=\"open\"," + OF + "}")).isEqualTo("2.0");
    assertThat(line("culvert_hosts{access=\"gated\"," + OF + "}")).isEqualTo("3.0");
  }

  @Test
  void logInsAndSteeringAreCountedByWhatBecameOfThem() {
    SteeredHost host =
        new SteeredHost(
            "acme", 7, 1, 2, 3, _ -> new Names.LogIn(), false, new Look("Acme", "#0a5c36"));
    logins.redeem(host, "good");
    logins.redeem(host, "bad");
    logins.redeem(host, "bad");
    steering.add(Outcome.SENT_TO_LOG_IN);

    assertThat(line("culvert_grants_total{" + OF + "reason=\"none\",result=\"accepted\",}"))
        .isEqualTo("1.0");
    assertThat(line("culvert_grants_total{" + OF + "reason=\"replayed\",result=\"refused\",}"))
        .isEqualTo("2.0");
    assertThat(line("culvert_steering_decisions_total{decision=\"sent-to-log-in\"," + OF + "}"))
        .isEqualTo("1.0");
    assertThat(line("culvert_sessions{" + OF + "}")).isEqualTo("3.0");
  }

  @Test
  void kafkasSideIsTold() {
    assertThat(line("culvert_events_waiting{" + OF + "}")).isEqualTo("4.0");
    assertThat(line("culvert_events_dropped_total{" + OF + "}")).isEqualTo("5.0");
    assertThat(line("culvert_dead_letters_total{" + OF + "}")).isEqualTo("6.0");
    assertThat(line("culvert_configuration_complete{" + OF + "}")).isEqualTo("1.0");
    assertThat(line("culvert_consumer_lag_records{" + OF + "topic=\"user-sessions\",}"))
        .isEqualTo("7.0");
  }

  @Test
  void aFigureGoesOnAfterAGarbageCollection() {
    System.gc();
    unsent.set(9);

    assertThat(line("culvert_ike_unsent_total{" + OF + "}")).isEqualTo("9.0");
  }

  @Test
  void noSeriesNamesATunnelATenantOrAUserAndAllNameTheGateway() {
    List<Tags> before = tags();
    for (int tunnel = 1; tunnel <= 10_000; tunnel++) {
      dataplane.hosts().admit(dataplane.hosts().of(tunnel), InnerPackets.address("10.0.0.1"), 0);
      dataplane.setRate(tunnel, 10);
    }

    assertThat(tags()).isEqualTo(before);
    assertThat(before)
        .allSatisfy(
            tags ->
                assertThat(tags.stream().map(Tag::getKey))
                    .contains("pop", "gateway")
                    .isSubsetOf(
                        "pop",
                        "gateway",
                        "direction",
                        "reason",
                        "result",
                        "sa",
                        "state",
                        "access",
                        "decision",
                        "topic"));
    assertThat(before).hasSizeLessThan(250);
  }

  private List<Tags> tags() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .map(id -> Tags.of(id.getTags()))
        .toList();
  }

  @Test
  void everySeriesIsInTheOperatorsTable() throws Exception {
    String table = Files.readString(Path.of("../docs/operations.md"));

    assertThat(registry.scrape().lines().filter(line -> line.startsWith("# TYPE ")))
        .isNotEmpty()
        .map(line -> line.replaceFirst("# TYPE (\\w+?)(_max)? .*", "$1"))
        .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
  }
}
