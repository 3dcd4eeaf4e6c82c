package io.culvert.gateway.app.access;

import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.net.LongMap;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may pass in one tunnel. Changed by {@link AccessDesk} alone; read by the packet path, which
 * takes no lock.
 */
final class TunnelAccess {
  final long tunnelId;
  final String tenant;

  /** The version of the tunnel's configuration; 0 while only sessions in it were heard of. */
  long version;

  /** Whether the configuration was heard since the start, not only kept from before. */
  boolean confirmed;

  /** Whether this is the POP that its device prefers. */
  boolean primaryHere;

  private volatile LoginRule rule = LoginRule.HELD;
  private volatile @Nullable LongMap<Session> sessions;

  TunnelAccess(long tunnelId, String tenant) {
    this.tunnelId = tunnelId;
    this.tenant = tenant;
  }

  /**
   * @param settled whether sessions of other gateways count yet
   */
  Access of(int inside, @Nullable InetAddress egress, boolean settled) {
    LoginRule now = rule;
    if (!now.required() || now.bypass().passes(inside, egress)) {
      return Access.OPEN;
    }
    return counting(inside, settled) == null ? Access.GATED : Access.OPEN;
  }

  /** The session at a host, if it counts. */
  @Nullable Session counting(int inside, boolean settled) {
    Session session = session(inside);
    return session != null && (settled || session.own) ? session : null;
  }

  /** Whether hosts must log in, but for bypassed ones. */
  boolean isLoginRequired() {
    return rule.required();
  }

  /** The key of the session at a host, see {@link io.culvert.contract.UserSession#key}. */
  String key(int inside) {
    return tenant + "/" + tunnelId + "/" + Ipv4Range.text(inside);
  }

  void rule(LoginRule now) {
    rule = now;
  }

  long idleMillis() {
    return rule.idleMillis();
  }

  @Nullable Session session(int inside) {
    LongMap<Session> all = sessions;
    return all == null ? null : all.get(inside);
  }

  List<Session> sessions() {
    LongMap<Session> all = sessions;
    return all == null ? List.of() : all.values();
  }

  /** Takes a session in; answers the one it replaces. */
  @Nullable Session put(Session session) {
    LongMap<Session> all = sessions;
    if (all == null) {
      all = new LongMap<>();
      sessions = all;
    }
    return all.put(session.inside, session);
  }

  @Nullable Session remove(int inside) {
    LongMap<Session> all = sessions;
    return all == null ? null : all.remove(inside);
  }
}
