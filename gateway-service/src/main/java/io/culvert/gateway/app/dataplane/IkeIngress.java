package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.ike.engine.Input;

/** Where IKE messages go, and what else of the outer sockets IKE should know of. */
@FunctionalInterface
public interface IkeIngress {
  /**
   * Takes one thing in. It is called by the thread that carries inbound packets, so it only puts it
   * aside.
   */
  void accept(Input input);
}
