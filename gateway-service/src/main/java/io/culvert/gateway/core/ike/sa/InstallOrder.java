package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.NegotiatedChild;
import java.util.OptionalInt;

/** Tells the dataplane of a new child SA. */
final class InstallOrder {
  private InstallOrder() {}

  static ChildSaInstall of(
      SaContext sa, NegotiatedChild agreed, OptionalInt replaces, ChildSaInstall.Sending sending) {
    return new ChildSaInstall(
        sa.tunnelId(),
        sa.role.handle(),
        agreed.inboundSpi(),
        agreed.outboundSpi(),
        replaces,
        sending,
        agreed.suite(),
        agreed.inbound(),
        agreed.outbound(),
        sa.role.gateway() ? agreed.remote() : agreed.local(),
        sa.role.gateway() ? agreed.local() : agreed.remote(),
        sa.path().nat().detected(),
        sa.path().local(),
        sa.traffic());
  }
}
