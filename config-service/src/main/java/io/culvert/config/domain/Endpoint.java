package io.culvert.config.domain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an API token can be let into, named by its path. Tokens themselves, tenants and the
 * operator's POPs are not among them: those are for people who have logged in.
 */
public enum Endpoint {
  TUNNELS("/api/v2/steering/ipsec/tunnels"),
  POPS("/api/v2/steering/ipsec/pops"),
  CERTIFICATES("/api/v2/certificates"),
  AUDIT("/api/v2/audit");

  /**
   * Plain segments only. A path that the router might read otherwise than this class does (escapes,
   * parameters, empty or dot segments) is nobody's, so that a token let in here cannot come out
   * there.
   */
  private static final String PLAIN = "(/[A-Za-z0-9][A-Za-z0-9._-]*)+/?";

  private final String path;

  Endpoint(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  /** The endpoint of exactly that path. */
  public static Optional<Endpoint> of(String path) {
    return Arrays.stream(values()).filter(e -> e.path.equals(path)).findFirst();
  }

  /** The endpoint that a request to this path goes to, such as a tunnel's. */
  public static Optional<Endpoint> covering(String requestPath) {
    return Arrays.stream(values())
        .filter(_ -> requestPath.matches(PLAIN))
        .filter(e -> requestPath.equals(e.path) || requestPath.startsWith(e.path + "/"))
        .findFirst();
  }

  /** All paths, for people. */
  public static String known() {
    return Arrays.stream(values()).map(Endpoint::path).collect(Collectors.joining(", "));
  }
}
