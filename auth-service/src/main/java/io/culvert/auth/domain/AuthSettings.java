package io.culvert.auth.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how users log in.
 *
 * @param enabled whether they must before their traffic passes
 * @param account the SAML account they log in with; null when none is chosen
 * @param sessionLifetimeSeconds how long a log-in lasts
 * @param idleTimeoutSeconds how long a silent host stays logged in; 0 means no limit
 * @param webPorts TCP ports the steering proxy takes
 */
public record AuthSettings(
    boolean enabled,
    @Nullable Long account,
    long sessionLifetimeSeconds,
    long idleTimeoutSeconds,
    List<Integer> webPorts) {
  /** Eight hours: a working day. */
  public static final long DEFAULT_LIFETIME = 8 * 3600;

  private static final long MIN_SECONDS = 60;
  private static final long MAX_SECONDS = 30L * 86_400;
  private static final int MAX_PORTS = 20;
  private static final List<Integer> WEB = List.of(80, 443);

  /** What a tenant has that never set anything: nobody must log in. */
  public static final AuthSettings INITIAL =
      new AuthSettings(false, null, DEFAULT_LIFETIME, 0, WEB);

  public AuthSettings {
    webPorts = List.copyOf(webPorts);
  }

  /**
   * Settings from an input; absent fields take their defaults.
   *
   * @throws RefusedException with all that is wrong
   */
  public static AuthSettings of(
      @Nullable Boolean enabled,
      @Nullable String type,
      @Nullable Long account,
      @Nullable Long lifetime,
      @Nullable Long idle,
      @Nullable List<Integer> ports) {
    Violations violations = new Violations();
    if (enabled == null) {
      violations.add("enabled", "is missing");
    }
    if (type != null && !type.equalsIgnoreCase("SAML")) {
      violations.add("type", "must be SAML");
    }
    boolean on = Boolean.TRUE.equals(enabled);
    if (on && account == null) {
      violations.add("account", "is missing; users cannot log in without a SAML account");
    }
    long lasts =
        violations.number(
            "sessionLifetimeSeconds", lifetime, MIN_SECONDS, MAX_SECONDS, DEFAULT_LIFETIME);
    long silent = violations.number("idleTimeoutSeconds", idle, 0, MAX_SECONDS, 0);
    List<Integer> web = ports(violations, ports);
    violations.throwIfAny();
    return new AuthSettings(on, account, lasts, silent, web);
  }

  private static List<Integer> ports(Violations violations, @Nullable List<Integer> ports) {
    if (ports == null) {
      return WEB;
    }
    if (ports.isEmpty() || ports.size() > MAX_PORTS) {
      violations.add("webPorts", "must have 1 to " + MAX_PORTS + " ports");
    }
    for (int i = 0; i < ports.size(); i++) {
      Integer port = ports.get(i);
      if (port == null || port < 1 || port > 65_535) {
        violations.add("webPorts[" + i + "]", "must be a port from 1 to 65535");
      }
    }
    return ports.stream().filter(port -> port != null).distinct().sorted().toList();
  }
}
