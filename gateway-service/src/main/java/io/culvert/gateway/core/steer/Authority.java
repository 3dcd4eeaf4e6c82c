package io.culvert.gateway.core.steer;

import java.util.Optional;

/**
 * A host and a port as URIs and the Host field have them, RFC 3986 §3.2 without user information.
 *
 * @param name in the form of {@link HostName}, or an IPv6 address in brackets
 * @param port 1 to 65535; 0 when none is said
 */
public record Authority(String name, int port) {
  /** Reads {@code host}, {@code host:port}; empty when it is neither. */
  static Optional<Authority> of(String text) {
    int colon = text.indexOf(':', text.indexOf(']') + 1);
    String name = colon < 0 ? text : text.substring(0, colon);
    int port = colon < 0 ? 0 : port(text.substring(colon + 1));
    return port < 0
        ? Optional.empty()
        : HostName.ofAuthority(name).map(legal -> new Authority(legal, port));
  }

  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535 ? port : -1;
  }

  /** Whether both lead to the same place, where no port means this one. */
  boolean sameAs(Authority other, int defaultPort) {
    return name.equals(other.name) && or(defaultPort) == other.or(defaultPort);
  }

  private int or(int defaultPort) {
    return port == 0 ? defaultPort : port;
  }

  @Override
  public String toString() {
    return port == 0 ? name : name + ":" + port;
  }
}
