package io.culvert.status.domain;

import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelTelemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one tunnel. Reports may come before the configuration; there is no status
 * until it is here.
 *
 * @param id the tunnel
 * @param definition null until its configuration has come
 * @param reports the last of each gateway that reported
 * @param status the last that was published; null when none was
 */
public record Tunnel(
    long id, @Nullable Definition definition, List<Report> reports, @Nullable TunnelStatus status) {
  public Tunnel {
    reports = List.copyOf(reports);
  }

  /** A tunnel nothing is known of. */
  public static Tunnel blank(long id) {
    return new Tunnel(id, null, List.of(), null);
  }

  /** With this configuration, unless it is not newer; reports of POPs it has left are dropped. */
  public Tunnel with(TunnelChange change) {
    if (definition != null && definition.version() >= change.version()) {
      return this;
    }
    List<Report> kept =
        reports.stream().filter(report -> change.pops().contains(report.pop())).toList();
    return new Tunnel(id, Definition.of(change), kept, status);
  }

  /** With this reading. */
  public Tunnel with(TunnelTelemetry telemetry, Instant now) {
    return with(Report.next(reportOf(telemetry.gateway()), telemetry, now));
  }

  /** With this event. */
  public Tunnel with(TunnelEvent event, Instant now) {
    Report next = Report.next(reportOf(event.gateway()), event, now);
    return next == null ? this : with(next);
  }

  /** With this as its published status. */
  public Tunnel with(TunnelStatus published) {
    return new Tunnel(id, definition, reports, published);
  }

  /** Gateways that have long gone are dropped on the way. */
  private Tunnel with(Report next) {
    Instant goneBefore = next.time().minus(StatusRules.ORPHAN_LIMIT);
    List<Report> all = new ArrayList<>(reports);
    all.removeIf(
        report ->
            report.gateway().equals(next.gateway())
                || (report.pop().equals(next.pop()) && report.time().isBefore(goneBefore)));
    all.add(next);
    return new Tunnel(id, definition, all, status);
  }

  private @Nullable Report reportOf(String gateway) {
    return reports.stream()
        .filter(report -> report.gateway().equals(gateway))
        .findFirst()
        .orElse(null);
  }
}
