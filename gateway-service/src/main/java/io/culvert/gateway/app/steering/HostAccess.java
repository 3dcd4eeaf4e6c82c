package io.culvert.gateway.app.steering;

import java.util.Optional;

/** Who is behind a carrier address. Asked by threads of the network for each connection. */
@FunctionalInterface
public interface HostAccess {
  /**
   * The host; empty when no host has this address, or its tenant does not have that port steered,
   * and then its connection is closed.
   *
   * @param port the TCP port it connects to
   */
  Optional<SteeredHost> find(int carrier, int port);
}
