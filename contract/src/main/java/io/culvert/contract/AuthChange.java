package io.culvert.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param login where and how they log in; null when nobody can
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
    List<BypassNetwork> bypassNetworks,
    @Nullable Login login) {
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

  /**
   * Where and how users log in.
   *
   * @param url of the auth-service as browsers reach it, without a path: {@code
   *     https://login.example.com}
   * @param returnHost the name at which browsers bring their grant back, by HTTPS: inside a tunnel
   *     the gateway answers for it, outside the auth-service does
   * @param key the auth-service's public key, for {@link LoginSeal}; Base64
   * @param hosts names that must be reachable before login: of the identity providers and of the
   *     auth-service; exact, or {@code *.} and a name for all below it
   * @param passWhileAway whether hosts that must log in pass while logging in cannot work
   * @param organisation whose name pages for users carry
   * @param colour of those pages, such as {@code #0a5c36}
   */
  public record Login(
      String url,
      String returnHost,
      String key,
      List<String> hosts,
      boolean passWhileAway,
      String organisation,
      String colour) {
    public Login {
      Checks.text(url, "url");
      Checks.text(returnHost, "returnHost");
      Checks.text(key, "key");
      Checks.text(organisation, "organisation");
      Checks.text(colour, "colour");
      hosts = Checks.list(hosts);
    }
  }
}
