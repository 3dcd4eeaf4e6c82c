package io.culvert.gateway.app.steering;

import java.net.InetAddress;
import java.util.Optional;

/** Certificates for any name. Asked by threads of the network: it never waits. */
@FunctionalInterface
public interface LeafCertificates {
  /**
   * A certificate for this name.
   *
   * @param host who wants it: each host may cause so many a second
   * @param name a DNS name or an IPv4 address
   * @return empty when the host is over its limit, or the POP has nothing to issue with
   */
  Optional<Leaf> leaf(InetAddress host, String name);
}
