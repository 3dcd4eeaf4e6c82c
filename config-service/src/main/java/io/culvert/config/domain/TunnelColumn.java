package io.culvert.config.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns of a CSV file of tunnels, in the order in which one is written. */
public enum TunnelColumn {
  NAME("tunnel name"),
  IDENTITY("source identity"),
  SOURCE_IP("source ip address"),
  PRIMARY_POP("primary pop"),
  FAILOVER_POP("failover pop"),
  ENCRYPTION("encryption cipher"),
  PSK("psk"),
  BANDWIDTH("maximum bandwidth"),
  ENABLED("enabled");

  /** All names, with commas between. */
  public static final String ALL =
      Arrays.stream(values()).map(TunnelColumn::label).collect(Collectors.joining(", "));

  private final String label;

  TunnelColumn(String label) {
    this.label = label;
  }

  /** Its name in the header. */
  public String label() {
    return label;
  }

  /** The column of that name, without regard to case and to space around it. */
  public static Optional<TunnelColumn> of(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(column -> column.label.equals(wanted)).findFirst();
  }

  /** A tunnel's cell; empty where it has no value, and always empty for the key. */
  public String of(TunnelSettings settings) {
    return switch (this) {
      case NAME -> settings.site();
      case IDENTITY -> settings.identity().value();
      case SOURCE_IP -> Optional.ofNullable(settings.sourceIp()).orElse("");
      case PRIMARY_POP -> settings.pops().getFirst();
      case FAILOVER_POP -> settings.pops().size() > 1 ? settings.pops().getLast() : "";
      case ENCRYPTION -> settings.encryption().label();
      case PSK -> "";
      case BANDWIDTH ->
          Optional.ofNullable(settings.bandwidthMbps()).map(String::valueOf).orElse("");
      case ENABLED -> String.valueOf(settings.enabled());
    };
  }
}
