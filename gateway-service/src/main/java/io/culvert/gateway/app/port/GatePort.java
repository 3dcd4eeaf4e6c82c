package io.culvert.gateway.app.port;

import io.culvert.gateway.core.steer.Gate;
import java.io.IOException;

/** The kernel's rules for hosts that must log in. */
public interface GatePort {
  /**
   * Has these connections go to the proxy, and no others.
   *
   * @throws IOException if the kernel refuses
   */
  void steer(Gate gate) throws IOException;
}
