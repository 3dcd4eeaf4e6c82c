package io.culvert.gateway.app.port;

import java.io.IOException;
import java.util.SortedSet;

/** The kernel's rules for hosts that must log in. */
public interface GatePort {
  /**
   * Has connections to these TCP ports go to the proxy, and to no others.
   *
   * @throws IOException if the kernel refuses
   */
  void webPorts(SortedSet<Integer> ports) throws IOException;
}
