package io.culvert.status.domain;

import io.culvert.contract.TunnelChange;
import java.util.List;

/**
 * What a status needs of a tunnel's configuration.
 *
 * @param version of the configuration; older ones are ignored
 * @param tenant the tenant's id
 * @param site the tunnel's name
 * @param pops primary first
 */
public record Definition(long version, String tenant, String site, List<String> pops) {
  public Definition {
    pops = List.copyOf(pops);
  }

  static Definition of(TunnelChange change) {
    return new Definition(change.version(), change.tenant(), change.site(), change.pops());
  }
}
