package io.culvert.status.app;

import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import io.culvert.contract.TunnelStatus.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is told of tunnels in metrics: how many there are in each state, and, while there are not
 * too many of them, each. Gauges show what {@link #refresh} found.
 */
public final class TunnelMeters {
  private static final double OCTETS_PER_KILOBIT = 125;

  private final Book book;
  private final StatusQueries queries;
  private final int limit;
  private final MultiGauge pops;
  private final MultiGauge states;
  private final MultiGauge since;
  private final MultiGauge throughput;
  private volatile Found found = new Found(new Summary(Map.of(), Map.of(), Map.of()), Map.of(), 0);

  /** A tunnel at one of its POPs. */
  private record Place(long tunnel, String pop) {
    Tags tags() {
      return Tags.of("tunnel", Long.toString(tunnel), "pop", pop);
    }
  }

  private record Found(Summary summary, Map<Place, PopStatus> places, int leftOut) {}

  /**
   * Registers the meters; they show nothing yet.
   *
   * @param limit with more tunnels than that, none has series of its own
   */
  public TunnelMeters(Book book, StatusQueries queries, int limit, MeterRegistry registry) {
    this.book = book;
    this.queries = queries;
    this.limit = limit;
    for (State state : State.values()) {
      Gauge.builder("culvert.tunnels", this, meters -> meters.tunnels(state))
          .description("Tunnels by their overall state")
          .tag("state", label(state))
          .register(registry);
    }
    this.pops = MultiGauge.builder("culvert.pop.tunnels").register(registry);
    this.states = MultiGauge.builder("culvert.tunnel.state").register(registry);
    this.since = MultiGauge.builder("culvert.tunnel.since.timestamp.seconds").register(registry);
    this.throughput =
        MultiGauge.builder("culvert.tunnel.throughput.bytes.per.second").register(registry);
    Gauge.builder("culvert.tunnel.series.limit", () -> limit)
        .description("With more tunnels than that, none has series of its own")
        .strongReference(true)
        .register(registry);
    Gauge.builder("culvert.tunnel.series.left.out", this, meters -> meters.found.leftOut())
        .description("Tunnels without series of their own, because there are too many")
        .register(registry);
  }

  private double tunnels(State state) {
    return found.summary().tunnels().getOrDefault(state, 0L);
  }

  /** Looks at the tunnels anew; for one thread. */
  public void refresh() {
    Collection<TunnelStatus> all = book.statuses();
    Map<Place, PopStatus> places = new HashMap<>();
    boolean few = all.size() <= limit;
    for (TunnelStatus status : few ? all : List.<TunnelStatus>of()) {
      status.pops().forEach(at -> places.put(new Place(status.tunnelId(), at.pop()), at));
    }
    Summary summary = queries.summary(new Scope.Everyone());
    found = new Found(summary, places, few ? 0 : all.size());
    pops.register(popRows(summary), true);
    // Rows ask for their value when Prometheus does: those that stay need not be made anew.
    states.register(rows(places, Tags.empty(), TunnelMeters::rank), false);
    since.register(rows(places, Tags.empty(), TunnelMeters::since), false);
    List<Row<?>> ways = rows(places, Tags.of("direction", "in"), at -> octets(at.kbpsIn()));
    ways.addAll(rows(places, Tags.of("direction", "out"), at -> octets(at.kbpsOut())));
    throughput.register(ways, false);
  }

  private static List<Row<?>> popRows(Summary summary) {
    List<Row<?>> rows = new ArrayList<>();
    summary
        .pops()
        .forEach(
            (pop, counts) -> {
              for (State state : State.values()) {
                Tags tags = Tags.of("pop", pop, "state", label(state));
                rows.add(Row.of(tags, counts.getOrDefault(state, 0L)));
              }
            });
    return rows;
  }

  private List<Row<?>> rows(
      Map<Place, PopStatus> places, Tags more, ToDoubleFunction<PopStatus> figure) {
    List<Row<?>> rows = new ArrayList<>(places.size());
    for (Place place : places.keySet()) {
      rows.add(Row.of(place.tags().and(more), this, meters -> meters.of(place, figure)));
    }
    return rows;
  }

  private double of(Place place, ToDoubleFunction<PopStatus> figure) {
    PopStatus status = found.places().get(place);
    return status == null ? Double.NaN : figure.applyAsDouble(status);
  }

  private static double rank(PopStatus at) {
    return switch (at.state()) {
      case UP -> 2;
      case DOWN -> 1;
      case UNKNOWN -> 0;
    };
  }

  private static double since(PopStatus at) {
    return at.since() == null ? Double.NaN : at.since().getEpochSecond();
  }

  private static double octets(@Nullable Long kbps) {
    return kbps == null ? 0 : kbps * OCTETS_PER_KILOBIT;
  }

  private static String label(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
