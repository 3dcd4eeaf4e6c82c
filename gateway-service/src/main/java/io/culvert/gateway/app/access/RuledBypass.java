package io.culvert.gateway.app.access;

import io.culvert.contract.AuthChange;
import io.culvert.steering.SteeringRules;
import io.culvert.steering.category.CategoryIndex;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Who passes by the network rules of one tenant (docs/adr/0015). Hosts are IPv4; a device that
 * connects over IPv6, or has not yet, passes by no egress address.
 */
public record RuledBypass(SteeringRules rules) implements NetworkBypass {
  /** The bypass of these settings; their names and categories do not matter here. */
  public static RuledBypass of(AuthChange settings) {
    return new RuledBypass(SteeringRules.of(settings, CategoryIndex.none()));
  }

  @Override
  public boolean passes(int inside, @Nullable InetAddress egress) {
    return rules.passesAlways(inside, number(egress)) != null;
  }

  /** An IPv4 address as a number; 0, "this host", for any other. */
  public static int number(@Nullable InetAddress address) {
    return address instanceof Inet4Address ? ByteBuffer.wrap(address.getAddress()).getInt() : 0;
  }
}
