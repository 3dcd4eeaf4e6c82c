package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.config.app.TunnelView;
import io.culvert.config.domain.KeyUse;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.Tunnel;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Xff;
import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tunnel in the published shape. It has no key and no top-level status. */
record TunnelDto(
    long id,
    String site,
    boolean enabled,
    List<PopOfTunnel> pops,
    String vendor,
    String template,
    String sourcetype,
    String notes,
    @Nullable Integer bandwidth,
    String encryption,
    String srcidentity,
    String srcipidentity,
    Options options,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String previouskeyuntil,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LastUse psklastused,
    long version) {
  private static final String UNKNOWN = "unknown";

  /** One of the tunnel's POPs and how the tunnel is there. */
  record PopOfTunnel(
      String name,
      String gateway,
      String probeip,
      boolean primary,
      String status,
      String since,
      String throughput) {}

  /** The object {@code options}. */
  record Options(boolean rekey, boolean reauth, XffOption xff) {}

  /** The object {@code options.xff}. */
  record XffOption(boolean enabled, List<String> iplist) {}

  /** Which key the device used last, {@code current} or {@code previous}, and when. */
  record LastUse(String key, String at) {
    static @Nullable LastUse of(@Nullable KeyUse use) {
      return use == null
          ? null
          : new LastUse(
              use.key().name().toLowerCase(Locale.ROOT),
              use.at().truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  static TunnelDto of(TunnelView view) {
    Tunnel tunnel = view.tunnel();
    TunnelSettings settings = tunnel.settings();
    String sourceIp = settings.sourceIp();
    Xff xff = settings.xff();
    return new TunnelDto(
        tunnel.id(),
        settings.site(),
        settings.enabled(),
        settings.pops().stream().map(name -> pop(view, name)).toList(),
        settings.vendor(),
        settings.template(),
        settings.sourceType().label(),
        settings.notes(),
        settings.bandwidthMbps(),
        settings.encryption().label(),
        settings.identity().value(),
        sourceIp == null ? "" : sourceIp,
        new Options(
            settings.rekey(), settings.reauth(), new XffOption(xff.enabled(), xff.addresses())),
        previousKeyUntil(tunnel),
        LastUse.of(tunnel.keyUse()),
        tunnel.version());
  }

  private static @Nullable String previousKeyUntil(Tunnel tunnel) {
    Instant until = tunnel.previousKeyUntil();
    return until == null ? null : until.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static PopOfTunnel pop(TunnelView view, String name) {
    Optional<PopSettings> pop = view.pops().named(name).map(Pop::settings);
    Optional<PopStatus> status =
        view.status().stream()
            .flatMap(s -> s.pops().stream())
            .filter(p -> p.pop().equals(name))
            .findFirst();
    return new PopOfTunnel(
        name,
        pop.map(p -> String.join(", ", p.gateways())).orElse(""),
        pop.map(PopSettings::probe).orElse(""),
        name.equals(view.tunnel().settings().pops().getFirst()),
        status
            .map(PopStatus::state)
            .orElse(TunnelStatus.State.UNKNOWN)
            .name()
            .toLowerCase(Locale.ROOT),
        status
            .map(PopStatus::since)
            .map(since -> since.truncatedTo(ChronoUnit.SECONDS).toString())
            .orElse(UNKNOWN),
        status.flatMap(TunnelDto::throughput).orElse(UNKNOWN));
  }

  /** Both ways together. */
  private static Optional<String> throughput(PopStatus status) {
    Long in = status.kbpsIn();
    Long out = status.kbpsOut();
    return in == null || out == null ? Optional.empty() : Optional.of(in + out + " Kbps");
  }
}
