package io.culvert.contract;

import java.util.List;

/**
 * Authentication settings and bypass rules of one tenant. Key on {@link Topic#AUTH_CHANGES}: the
 * tenant's id.
 *
 * @param tenant the tenant's id
 * @param version grows with each change
 * @param enabled whether users must log in before their traffic passes
 * @param sessionLifetimeSeconds how long a log-in lasts
 * @param idleTimeoutSeconds how long a silent host stays logged in; 0 means no limit
 * @param webPorts TCP ports the steering proxy takes
 * @param bypassDomains exact names, or {@code *.} and a name for all below it
 * @param bypassCategories web categories that pass without log-in
 * @param bypassNetworks source networks that pass without log-in
 */
public record AuthChange(
    String tenant,
    long version,
    boolean enabled,
    long sessionLifetimeSeconds,
    long idleTimeoutSeconds,
    List<Integer> webPorts,
    List<String> bypassDomains,
    List<String> bypassCategories,
    List<BypassNetwork> bypassNetworks) {
  public AuthChange {
    Checks.text(tenant, "tenant");
    webPorts = Checks.list(webPorts);
    bypassDomains = Checks.list(bypassDomains);
    bypassCategories = Checks.list(bypassCategories);
    bypassNetworks = Checks.list(bypassNetworks);
  }

  /** A network location that is bypassed, by the user's inside address or the egress address. */
  public record BypassNetwork(String location, Match match, List<String> ranges) {
    /** Which address the ranges are compared with; a location uses one, never both. */
    public enum Match {
      USER_IP,
      EGRESS_IP
    }

    public BypassNetwork {
      Checks.text(location, "location");
      Checks.present(match, "match");
      ranges = Checks.list(ranges);
    }
  }
}
