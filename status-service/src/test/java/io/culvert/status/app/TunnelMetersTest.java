package io.culvert.status.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import io.culvert.contract.TunnelStatus.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TunnelMetersTest {
  private static final Instant SINCE = Instant.parse("2026-03-01T08:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Book book = new Book();
  private final TunnelMeters meters = new TunnelMeters(book, new StatusQueries(book), 3, registry);

  private static PopStatus at(String pop, State state, @Nullable Instant since, long kbpsIn) {
    return new PopStatus(pop, true, state, since, null, null, kbpsIn, 8L, 1, 1, null);
  }

  private void tunnel(long id, PopStatus... pops) {
    State best = Arrays.stream(pops).map(PopStatus::state).sorted().findFirst().orElseThrow();
    book.status(
        Long.toString(id),
        new TunnelStatus(id, "acme", "site" + id, best, SINCE, List.of(pops), SINCE));
    meters.refresh();
  }

  private double value(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  @Test
  void tunnelsAreCountedByTheirStateOverallAndAtEachPop() {
    tunnel(1, at("sfo1", State.UP, SINCE, 0), at("lax1", State.DOWN, SINCE, 0));
    tunnel(2, at("sfo1", State.UP, SINCE, 0));
    tunnel(3, at("sfo1", State.UNKNOWN, null, 0));

    assertThat(value("culvert.tunnels", "state", "up")).isEqualTo(2);
    assertThat(value("culvert.tunnels", "state", "down")).isZero();
    assertThat(value("culvert.tunnels", "state", "unknown")).isOne();
    assertThat(value("culvert.pop.tunnels", "pop", "sfo1", "state", "up")).isEqualTo(2);
    assertThat(value("culvert.pop.tunnels", "pop", "lax1", "state", "down")).isOne();
    assertThat(value("culvert.pop.tunnels", "pop", "lax1", "state", "up")).isZero();
  }

  @Test
  void aTunnelShowsItsStateSinceWhenAndItsThroughputAsTheyAreNow() {
    tunnel(1, at("sfo1", State.DOWN, SINCE, 0));
    tunnel(1, at("sfo1", State.UP, SINCE.plusSeconds(5), 1_000));

    assertThat(value("culvert.tunnel.state", "tunnel", "1", "pop", "sfo1")).isEqualTo(2);
    assertThat(value("culvert.tunnel.since.timestamp.seconds", "tunnel", "1"))
        .isEqualTo(1_772_352_005.0);
    assertThat(value("culvert.tunnel.throughput.bytes.per.second", "direction", "in"))
        .isEqualTo(125_000);
    assertThat(value("culvert.tunnel.throughput.bytes.per.second", "direction", "out"))
        .isEqualTo(1_000);
  }

  @Test
  void aTunnelThatIsGoneLeavesNoSeries() {
    tunnel(1, at("sfo1", State.UP, SINCE, 0));
    book.status("1", null);
    meters.refresh();

    assertThat(registry.find("culvert.tunnel.state").gauges()).isEmpty();
    assertThat(registry.find("culvert.pop.tunnels").gauges()).isEmpty();
    assertThat(value("culvert.tunnels", "state", "up")).isZero();
  }

  @Test
  void withMoreTunnelsThanTheLimitOnlySumsAreTold() {
    for (long id = 1; id <= 3; id++) {
      tunnel(id, at("sfo1", State.UP, SINCE, 0));
    }
    assertThat(registry.find("culvert.tunnel.state").gauges()).hasSize(3);
    assertThat(value("culvert.tunnel.series.limit")).isEqualTo(3);
    assertThat(value("culvert.tunnel.series.left.out")).isZero();

    tunnel(4, at("sfo1", State.UP, SINCE, 0));
    assertThat(registry.find("culvert.tunnel.state").gauges()).isEmpty();
    assertThat(registry.find("culvert.tunnel.since.timestamp.seconds").gauges()).isEmpty();
    assertThat(registry.find("culvert.tunnel.throughput.bytes.per.second").gauges()).isEmpty();
    assertThat(value("culvert.tunnel.series.left.out")).isEqualTo(4);
    assertThat(value("culvert.tunnels", "state", "up")).isEqualTo(4);

    book.status("4", null);
    meters.refresh();
    assertThat(registry.find("culvert.tunnel.state").gauges()).hasSize(3);
  }

  @Test
  void tenThousandTunnelsMakeNoMoreSeriesThanTen() {
    for (long id = 1; id <= 10_000; id++) {
      book.status(
          Long.toString(id),
          new TunnelStatus(
              id,
              "tenant" + id,
              "site" + id,
              State.UP,
              SINCE,
              List.of(at("sfo1", State.UP, SINCE, 0)),
              SINCE));
    }
    meters.refresh();

    assertThat(registry.getMeters()).hasSize(3 + 3 + 2);
  }
}
