package io.culvert.gateway.core.ike.sa;

import java.time.Duration;

/**
 * Keeps the mapping of a NAT in front of us (RFC 3948 §2.3, §4). A NAT in front of the peer is the
 * peer's to keep, and a pretended one needs nothing.
 */
final class Keepalive {
  private static final long INTERVAL = Duration.ofSeconds(20).toNanos();

  private final SaContext sa;
  private long nextAt;

  Keepalive(SaContext sa) {
    this.sa = sa;
    this.nextAt = sa.lastHeard() + INTERVAL;
  }

  long nextDeadline() {
    return isNeeded() ? nextAt : Long.MAX_VALUE;
  }

  void tick(long now) {
    if (isNeeded() && nextAt <= now) {
      nextAt = now + INTERVAL;
      sa.env.out().keepalive(sa.path().local(), sa.path().remote());
    }
  }

  private boolean isNeeded() {
    // On port 500 there is no ESP, and the octet would be taken for IKE.
    return sa.is(IkeSaState.ESTABLISHED)
        && sa.path().nat().selfBehindNat()
        && sa.path().local().getPort() != Path.IKE_PORT;
  }
}
