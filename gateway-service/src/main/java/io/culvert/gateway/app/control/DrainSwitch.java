package io.culvert.gateway.app.control;

/** Takes a gateway out of service and back. */
public interface DrainSwitch {
  /**
   * Where that stands.
   *
   * @param draining whether devices are sent to their failover POPs
   * @param redirectable tunnels whose failover gateway is known here
   * @param connections established IKE SAs that are left
   */
  record State(boolean draining, int redirectable, int connections) {}

  /** How it stands now. */
  State state();

  /** Sends the devices away that can be sent, or serves all again. */
  State drain(boolean on);
}
