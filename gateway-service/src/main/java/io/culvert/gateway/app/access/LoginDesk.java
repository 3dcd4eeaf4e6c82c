package io.culvert.gateway.app.access;

import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.access.LoginResult.Reason;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.net.Ipv4Range;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Sends hosts to log in, and lets them in when they come back with the grant for the nonce that was
 * given to just this host (docs/adr/0014). For one thread.
 */
final class LoginDesk {
  private static final int NONCE_LENGTH = 16;
  private static final Duration GRANT_LIFE = Duration.ofMinutes(2);

  /** How far the auth-service's clock may be from ours. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final AccessDesk desk;
  private final Randomness random;

  LoginDesk(AccessDesk desk, Randomness random) {
    this.desk = desk;
    this.random = random;
  }

  /** A ticket for a host that asked for a page; empty where its tunnel is gone. */
  Optional<LoginTicket> ticket(Host host, String url, Instant now, long nowNanos) {
    TunnelAccess tunnel = desk.tunnelOf(host);
    if (tunnel == null) {
      return Optional.empty();
    }
    String nonce = host.login().pending(nowNanos).orElseGet(this::nonce);
    host.login().sentWith(nonce, nowNanos);
    return Optional.of(
        new LoginTicket(
            tunnel.tenant,
            tunnel.tunnelId,
            Ipv4Range.text(host.inside()),
            shortened(url),
            nonce,
            now));
  }

  private String nonce() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(NONCE_LENGTH));
  }

  /** Of an address that is too long for a ticket its origin. */
  private static String shortened(String url) {
    if (url.length() <= LoginTicket.MAX_URL) {
      return url;
    }
    int authority = url.indexOf("://") + 3;
    int path = url.indexOf('/', authority);
    return url.substring(0, path < 0 || path > LoginTicket.MAX_URL ? LoginTicket.MAX_URL : path);
  }

  /** Lets a host in that brought that grant, or says why not. */
  LoginResult redeem(Host host, LoginGrant grant, Instant now, long nowNanos) {
    TunnelAccess tunnel = desk.tunnelOf(host);
    UserSession session = grant.session();
    if (tunnel == null || !isFor(host, tunnel, session)) {
      return new LoginResult.Refused(Reason.OTHER_HOST);
    }
    if (host.login().isSuspended(now.toEpochMilli())) {
      return new LoginResult.Refused(Reason.SUSPENDED);
    }
    if (!isFresh(grant, now)) {
      return new LoginResult.Refused(Reason.EXPIRED);
    }
    return switch (host.login().comesBack(grant.nonce(), nowNanos)) {
      case UNKNOWN -> new LoginResult.Refused(Reason.REPLAYED);
      case LATE -> new LoginResult.Refused(Reason.EXPIRED);
      case TAKEN ->
          desk.logIn(host, tunnel, session)
              ? new LoginResult.Accepted(session, grant.url())
              : new LoginResult.Refused(Reason.SUSPENDED);
    };
  }

  private static boolean isFor(Host host, TunnelAccess tunnel, UserSession session) {
    return session.tunnelId() == host.tunnelId()
        && session.tenant().equals(tunnel.tenant)
        && session.userIp().equals(Ipv4Range.text(host.inside()));
  }

  private static boolean isFresh(LoginGrant grant, Instant now) {
    return !grant.issued().isAfter(now.plus(SKEW))
        && !grant.issued().plus(GRANT_LIFE).plus(SKEW).isBefore(now)
        && grant.session().until().isAfter(now);
  }
}
