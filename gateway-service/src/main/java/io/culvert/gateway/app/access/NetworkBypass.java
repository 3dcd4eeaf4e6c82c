package io.culvert.gateway.app.access;

import io.culvert.contract.AuthChange;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Which hosts of a tenant pass whatever they do, by the networks they are in. */
@FunctionalInterface
public interface NetworkBypass {
  /** Nobody. */
  NetworkBypass NONE = (_, _) -> false;

  /**
   * Whether a host passes without log-in. Asked by the packet path for each new host: it must be
   * quick and take no lock.
   *
   * @param inside its address in the customer's network
   * @param egress where its tunnel's device sends from; null before it has connected
   */
  boolean passes(int inside, @Nullable InetAddress egress);

  /** Makes a tenant's bypass out of its settings, once each time they change. */
  @FunctionalInterface
  interface Compiler {
    /** The bypass of these settings; what cannot be read in them lets nobody pass. */
    NetworkBypass compile(AuthChange settings);
  }
}
