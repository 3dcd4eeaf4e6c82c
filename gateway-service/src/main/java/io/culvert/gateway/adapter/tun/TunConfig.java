package io.culvert.gateway.adapter.tun;

import io.culvert.gateway.core.net.Ipv4Range;
import java.util.regex.Pattern;

/**
 * A TUN device and its place in the kernel's routing.
 *
 * @param name 1 to 15 letters, digits and hyphens
 * @param mtu 576 to 9,000 octets
 * @param queueLength packets that the kernel queues for us; its own default of 500 is too short
 * @param carriers the addresses that are routed to the device
 */
public record TunConfig(String name, int mtu, int queueLength, Ipv4Range carriers) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,14}");

  /** The device of hosts that may pass: MTU 1400, 100.64.0.0/10. */
  public static final TunConfig OPEN =
      new TunConfig("culvert-open", 1_400, 5_000, Ipv4Range.parse("100.64.0.0/10"));

  public TunConfig {
    checkedName(name);
    if (mtu < 576 || mtu > 9_000) {
      throw new IllegalArgumentException("MTU out of range: " + mtu);
    }
    if (queueLength < 1 || queueLength > 100_000) {
      throw new IllegalArgumentException("queue length out of range: " + queueLength);
    }
  }

  static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a device name: " + name);
    }
    return name;
  }
}
