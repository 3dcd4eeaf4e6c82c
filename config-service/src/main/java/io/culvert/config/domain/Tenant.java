package io.culvert.config.domain;

import java.time.Instant;
import java.util.List;

/**
 * A customer.
 *
 * @param id the value of the token's claim {@code tenant}
 * @param name for people
 * @param licences such as {@link #IPSEC_LICENCE}
 * @param created when
 * @param version grows with each change; the ETag
 */
public record Tenant(String id, String name, List<String> licences, Instant created, long version) {
  /** The licence IPsec tunnels need. */
  public static final String IPSEC_LICENCE = "secure-web-gateway";

  public Tenant {
    licences = List.copyOf(licences);
  }

  /** Whether the tenant may have IPsec tunnels. */
  public boolean licensed() {
    return licences.contains(IPSEC_LICENCE);
  }
}
