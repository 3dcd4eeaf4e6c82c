package io.culvert.config.api;

import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopSettings;
import java.util.Optional;
import java.util.stream.Collectors;

/** A POP in the published shape. */
record PopDto(
    String id,
    String name,
    String region,
    String location,
    String gateway,
    String probeip,
    String distance,
    boolean acceptingtunnels,
    Options options,
    String bandwidth,
    String releasedeploymentday) {

  /** What gateways negotiate. */
  record Options(Phase1 phase1, Phase2 phase2) {}

  /** IKE. */
  record Phase1(
      String ikeversion,
      String encryptionalgo,
      String integrityalgo,
      String dhgroup,
      String salifetime,
      boolean dpd) {}

  /** ESP. */
  record Phase2(
      String encryptionalgo,
      String integrityalgo,
      String dhgroup,
      boolean pfs,
      String salifetime) {}

  private static final String INTEGRITY = "SHA1, SHA256, SHA384, SHA512";
  private static final String GROUPS = "14, 15, 16, 18";

  /** Every gateway offers the same. */
  private static final Options OPTIONS =
      new Options(
          new Phase1("2", "AES128-CBC, AES192-CBC, AES256-CBC", INTEGRITY, GROUPS, "8h", true),
          new Phase2(
              "AES128-CBC, AES128-GCM, AES192-GCM, AES256-CBC, AES256-GCM, Null",
              INTEGRITY,
              GROUPS,
              true,
              "2h"));

  /**
   * The shape of a POP.
   *
   * @param from where distances count from; empty leaves the distance empty
   */
  static PopDto of(Pop pop, Optional<GeoPoint> from) {
    PopSettings settings = pop.settings();
    String probe = settings.probe();
    return new PopDto(
        pop.id(),
        pop.name(),
        settings.region(),
        settings.location(),
        String.join(", ", settings.gateways()),
        probe == null ? "" : probe,
        from.map(place -> Math.round(place.milesTo(settings.place())) + " miles").orElse(""),
        settings.acceptingTunnels(),
        OPTIONS,
        settings.bandwidths().stream().map(b -> b + " mbps").collect(Collectors.joining(", ")),
        settings.releaseDeploymentDay());
  }
}
