package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.net.Ipv4Range;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the proxy connects to on behalf of a host. It stands inside the POP: a name that an admin
 * lets pass must not lead to what listens there.
 *
 * @param closed where it never connects to
 */
public record OutsideAddresses(List<Ipv4Range> closed) {
  /** Class D and E, and broadcast: nothing there takes a connection. */
  private static final int FIRST_MULTICAST = 224;

  /** What is not the internet (RFC 6890), the carrier addresses of hosts among it. */
  public static final OutsideAddresses INTERNET =
      new OutsideAddresses(
          Stream.of(
                  "0.0.0.0/8",
                  "10.0.0.0/8",
                  "100.64.0.0/10",
                  "127.0.0.0/8",
                  "169.254.0.0/16",
                  "172.16.0.0/12",
                  "192.0.0.0/24",
                  "192.168.0.0/16",
                  "198.18.0.0/15")
              .map(Ipv4Range::parse)
              .toList());

  public OutsideAddresses {
    closed = List.copyOf(closed);
  }

  /** Whether the proxy may connect to this IPv4 address. */
  public boolean open(int address) {
    return address >>> 24 < FIRST_MULTICAST
        && closed.stream().noneMatch(range -> range.contains(address));
  }

  /**
   * Where to try a name, in this order: where the host wanted to, if that is one of the name's
   * addresses, then the others.
   */
  public List<Integer> candidates(List<Integer> resolved, int wanted) {
    return Stream.concat(resolved.stream().filter(a -> a == wanted), resolved.stream())
        .distinct()
        .filter(this::open)
        .toList();
  }
}
