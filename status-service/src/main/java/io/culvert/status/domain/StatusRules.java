package io.culvert.status.domain;

import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import io.culvert.contract.TunnelStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Up, down or unknown. Up: connected and a keepalive within 60 s. Down: no keepalive for 60 s, or
 * the device closed it. Unknown: nobody has reported, or the gateway that should report is silent.
 * A tunnel is up when it is up at any POP, else down when it is down at any.
 */
public final class StatusRules {
  /** Without an authenticated message for so long, a tunnel is down. */
  public static final Duration KEEPALIVE_LIMIT = Duration.ofSeconds(60);

  /** Without a sign of life for so long, a gateway is silent. */
  public static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(15);

  /** Reports of a tunnel whose configuration does not come are forgotten after so long. */
  public static final Duration ORPHAN_LIMIT = Duration.ofMinutes(10);

  static final String GATEWAY_RESTARTED = "gateway-restarted";

  /** Up before down before unknown. */
  private static final Comparator<Verdict> BEST_FIRST =
      Comparator.comparing((Verdict verdict) -> verdict.state)
          .thenComparing(verdict -> verdict.report.time(), Comparator.reverseOrder());

  private final Gateways gateways;

  /** Rules that judge the gateways by these heartbeats. */
  public StatusRules(Gateways gateways) {
    this.gateways = gateways;
  }

  private record Verdict(Report report, State state, @Nullable String reason) {}

  /** The status now; empty while the tunnel's configuration is not known. */
  public Optional<TunnelStatus> status(Tunnel tunnel, Instant now) {
    Definition definition = tunnel.definition();
    if (definition == null) {
      return Optional.empty();
    }
    TunnelStatus before = tunnel.status();
    List<PopStatus> pops = new ArrayList<>();
    for (String pop : definition.pops()) {
      pops.add(popStatus(tunnel, pop, pops.isEmpty(), now));
    }
    State state = pops.stream().map(PopStatus::state).min(Comparator.naturalOrder()).orElseThrow();
    Instant since =
        since(
            before == null ? null : before.state(),
            before == null ? null : before.since(),
            state,
            now);
    return Optional.of(
        new TunnelStatus(
            tunnel.id(), definition.tenant(), definition.site(), state, since, pops, now));
  }

  /** Whether two statuses say the same; the time at which they were computed does not matter. */
  public static boolean saysTheSame(@Nullable TunnelStatus one, TunnelStatus other) {
    return one != null
        && one.tenant().equals(other.tenant())
        && one.site().equals(other.site())
        && one.state() == other.state()
        && Objects.equals(one.since(), other.since())
        && one.pops().equals(other.pops());
  }

  /** Whether all that is known are reports nobody will ever ask for. */
  public boolean isForgotten(Tunnel tunnel, Instant now) {
    return tunnel.definition() == null
        && tunnel.reports().stream()
            .noneMatch(report -> now.isBefore(report.time().plus(ORPHAN_LIMIT)));
  }

  /** When time alone may change the status; empty when it cannot. */
  public Optional<Instant> nextDeadline(Tunnel tunnel, Instant now) {
    if (tunnel.definition() == null) {
      return tunnel.reports().stream()
          .map(report -> report.time().plus(ORPHAN_LIMIT))
          .max(Comparator.naturalOrder());
    }
    return tunnel.reports().stream()
        .flatMap(report -> Stream.of(nextLook(report, now), downFrom(report)))
        .filter(deadline -> deadline.isAfter(now))
        .min(Comparator.naturalOrder());
  }

  private PopStatus popStatus(Tunnel tunnel, String pop, boolean primary, Instant now) {
    PopStatus before = before(tunnel, pop);
    Optional<Verdict> best =
        tunnel.reports().stream()
            .filter(report -> report.pop().equals(pop))
            .map(report -> judge(report, now))
            .min(BEST_FIRST);
    if (best.isEmpty()) {
      return new PopStatus(
          pop, primary, State.UNKNOWN, null, "not-reported", null, null, null, 0, 0, null);
    }
    Verdict verdict = best.get();
    Report report = verdict.report;
    boolean up = verdict.state == State.UP;
    Counters counters = up ? report.counters() : null;
    return new PopStatus(
        pop,
        primary,
        verdict.state,
        since(
            before == null ? null : before.state(),
            before == null ? null : before.since(),
            verdict.state,
            now),
        verdict.reason,
        report.lastKeepalive(),
        counters == null ? null : counters.kbpsIn(),
        counters == null ? null : counters.kbpsOut(),
        report.childSas(),
        report.hosts(),
        up ? report.cipher() : null);
  }

  private Verdict judge(Report report, Instant now) {
    Gateways.Beat beat = gateways.beat(report.gateway());
    if (!now.isBefore(silentFrom(report))) {
      return new Verdict(report, State.UNKNOWN, "gateway-silent");
    }
    if (!report.connected()) {
      return new Verdict(report, State.DOWN, report.reason());
    }
    // A gateway reports connected tunnels only: when it is alive and says nothing for so long, the
    // tunnel is down, also when it has restarted in the meantime.
    if (!now.isBefore(downFrom(report))) {
      return new Verdict(report, State.DOWN, "keepalive-timeout");
    }
    Instant epoch = report.epoch();
    return beat != null && epoch != null && epoch.isBefore(beat.epoch())
        ? new Verdict(report, State.UNKNOWN, GATEWAY_RESTARTED)
        : new Verdict(report, State.UP, null);
  }

  /** A report is a sign of life as good as a heartbeat. */
  private Instant silentFrom(Report report) {
    Gateways.Beat beat = gateways.beat(report.gateway());
    Instant sign =
        beat == null || beat.time().isBefore(report.time()) ? report.time() : beat.time();
    return sign.plus(HEARTBEAT_LIMIT);
  }

  /** A silent gateway may come back and have nothing to report of a tunnel that is down. */
  private Instant nextLook(Report report, Instant now) {
    Instant silent = silentFrom(report);
    return silent.isAfter(now) ? silent : now.plus(HEARTBEAT_LIMIT);
  }

  private static Instant downFrom(Report report) {
    Instant last = report.lastKeepalive();
    return last == null ? Instant.EPOCH : last.plus(KEEPALIVE_LIMIT);
  }

  /** Changes with the state only; nobody knows since when a tunnel is unknown from the start. */
  private static @Nullable Instant since(
      @Nullable State stateBefore, @Nullable Instant sinceBefore, State state, Instant now) {
    if (stateBefore == state) {
      return sinceBefore;
    }
    return stateBefore == null && state == State.UNKNOWN ? null : now;
  }

  private static @Nullable PopStatus before(Tunnel tunnel, String pop) {
    TunnelStatus status = tunnel.status();
    if (status == null) {
      return null;
    }
    return status.pops().stream().filter(one -> one.pop().equals(pop)).findFirst().orElse(null);
  }
}
