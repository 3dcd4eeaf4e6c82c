package io.culvert.contract;

import java.time.Instant;

/**
 * A gateway is alive, every 5 s. Key on {@link Topic#GATEWAY_HEARTBEATS}: gateway id.
 *
 * @param gateway the gateway's id
 * @param pop its POP
 * @param epoch when the process started
 * @param time now
 * @param ikeSas established IKE SAs
 * @param tunnels tunnels configured for this POP
 * @param load the machine's load average over a minute, divided by its processors; negative when
 *     not known
 */
public record GatewayHeartbeat(
    String gateway, String pop, Instant epoch, Instant time, int ikeSas, int tunnels, double load) {
  public GatewayHeartbeat {
    Checks.text(gateway, "gateway");
    Checks.text(pop, "pop");
    Checks.present(epoch, "epoch");
    Checks.present(time, "time");
  }
}
