package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.core.steer.OutsideAddresses;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How the proxy runs.
 *
 * @param listen where TPROXY hands connections to; port 0 takes any that is free
 * @param transparent whether it takes connections to addresses that are not its own, which needs
 *     CAP_NET_ADMIN
 * @param threads how many serve connections
 * @param peekTime within which a host must have said what it wants
 * @param connectTime within which a site that may pass must have answered
 * @param unfinished how many connections may be neither passed on nor closed
 * @param open how many connections there may be, those passed on included
 * @param outside where the proxy connects to
 */
public record SteeringSettings(
    InetSocketAddress listen,
    boolean transparent,
    int threads,
    Duration peekTime,
    Duration connectTime,
    Bound unfinished,
    Bound open,
    OutsideAddresses outside) {
  /** So many for each host, and so many for all together. */
  public record Bound(int eachHost, int together) {
    public Bound {
      if (eachHost < 1 || together < eachHost) {
        throw new IllegalArgumentException("bounds are out of range");
      }
    }
  }

  public SteeringSettings {
    if (threads < 1 || !peekTime.isPositive() || !connectTime.isPositive()) {
      throw new IllegalArgumentException("threads and times must be positive");
    }
  }

  /**
   * What is right for a gateway with so many threads to spare.
   *
   * @param port that nftables rules name
   */
  public static SteeringSettings on(int port, int threads) {
    return new SteeringSettings(
        new InetSocketAddress("0.0.0.0", port),
        true,
        threads,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        new Bound(256, 16_384),
        new Bound(2_048, 100_000),
        OutsideAddresses.INTERNET);
  }
}
