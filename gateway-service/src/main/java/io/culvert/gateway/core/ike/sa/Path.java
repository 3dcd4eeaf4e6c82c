package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.task.Nat;
import java.net.InetSocketAddress;

/** Where the two ends are, and whether a NAT is between them. */
record Path(InetSocketAddress local, InetSocketAddress remote, Nat nat) {
  static final int IKE_PORT = 500;
  static final int NAT_PORT = 4500;

  Path with(Nat found) {
    return new Path(local, remote, found);
  }

  Path at(Arrival arrival) {
    return new Path(arrival.local(), arrival.remote(), nat);
  }

  boolean differsFrom(Arrival arrival) {
    return !remote.equals(arrival.remote()) || !local.equals(arrival.local());
  }

  /**
   * Whether a NAT may have moved the peer there (RFC 7296 §2.23). Behind a NAT ourselves we follow
   * a changed port, but no changed address: one packet from elsewhere would do to steal the
   * traffic.
   */
  boolean mayDrift(Arrival arrival) {
    return nat.peerBehindNat()
        && (!nat.selfBehindNat() || remote.getAddress().equals(arrival.remote().getAddress()));
  }

  /** With a NAT found, an initiator goes on at port 4500 (RFC 7296 §2.23). */
  Path floated() {
    return nat.detected() && remote.getPort() == IKE_PORT
        ? new Path(
            new InetSocketAddress(local.getAddress(), NAT_PORT),
            new InetSocketAddress(remote.getAddress(), NAT_PORT),
            nat)
        : this;
  }
}
