package io.culvert.config.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer.
 *
 * @param id the value of the token's claim {@code tenant}
 * @param name for people
 * @param licences such as {@link #IPSEC_LICENCE}
 * @param created when
 * @param licenceGrace how long live tunnels may stay when the licence for IPsec is taken away
 * @param graceUntil until when they may, once it has been; else null
 * @param version grows with each change; the ETag
 */
public record Tenant(
    String id,
    String name,
    List<String> licences,
    Instant created,
    Duration licenceGrace,
    @Nullable Instant graceUntil,
    long version) {
  /** The licence IPsec tunnels need. */
  public static final String IPSEC_LICENCE = "secure-web-gateway";

  /** The grace where the operator gives none. */
  public static final Duration USUAL_GRACE = Duration.ofDays(7);

  /** Longest grace an operator may give. */
  public static final Duration MAX_GRACE = Duration.ofDays(365);

  public Tenant {
    licences = List.copyOf(licences);
  }

  /** Whether the tenant may have IPsec tunnels. */
  public boolean licensed() {
    return licences.contains(IPSEC_LICENCE);
  }

  /** The tenant with what the operator decided; a licence that is taken away begins the grace. */
  public Tenant changed(
      String nextName, List<String> nextLicences, Duration nextGrace, Instant now) {
    Tenant next = new Tenant(id, nextName, nextLicences, created, nextGrace, null, version + 1);
    if (next.licensed()) {
      return next;
    }
    Instant until = licensed() ? now.plus(nextGrace) : graceUntil;
    return until == null || !until.isAfter(now) ? next : next.untilEnd(until);
  }

  /** The tenant as it is at that time: a grace that is over is forgotten. */
  public Tenant at(Instant now) {
    return graceUntil == null || graceUntil.isAfter(now)
        ? this
        : changed(name, licences, licenceGrace, now);
  }

  private Tenant untilEnd(Instant until) {
    return new Tenant(id, name, licences, created, licenceGrace, until, version);
  }
}
