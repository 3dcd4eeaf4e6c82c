package io.culvert.config.app;

import io.culvert.config.app.AuditEntry.Action;
import io.culvert.config.app.AuditEntry.ObjectType;
import io.culvert.config.domain.Tunnel;
import java.util.Map;

/** What the audit log says of tunnels; that a key changed, never which. */
final class TunnelAudit {
  private static final String KEY = "psk";

  private TunnelAudit() {}

  static AuditEntry created(Caller caller, Tunnel tunnel) {
    Difference all = Difference.between(Map.of(), AuditFields.of(tunnel)).withSecret(KEY);
    return entry(caller, Action.CREATE, tunnel, all);
  }

  static AuditEntry changed(Caller caller, Action action, StoredTunnel before, StoredTunnel after) {
    Difference settings =
        Difference.between(AuditFields.of(before.tunnel()), AuditFields.of(after.tunnel()));
    boolean sameKey = before.secret().digest().equals(after.secret().digest());
    return entry(caller, action, after.tunnel(), sameKey ? settings : settings.withSecret(KEY));
  }

  static AuditEntry deleted(Caller caller, Tunnel tunnel) {
    return entry(
        caller, Action.DELETE, tunnel, Difference.between(AuditFields.of(tunnel), Map.of()));
  }

  /** A rotation's grace is over, which nobody asked for at this moment. */
  static AuditEntry expired(Tunnel before) {
    Tunnel after = before.withoutPreviousKey();
    return entry(
        new Caller(before.tenant(), Actor.SERVICE),
        Action.RETIRE,
        after,
        Difference.between(AuditFields.of(before), AuditFields.of(after)));
  }

  private static AuditEntry entry(
      Caller caller, Action action, Tunnel tunnel, Difference difference) {
    return new AuditEntry(
        tunnel.tenant(),
        caller.actor(),
        action,
        ObjectType.TUNNEL,
        Long.toString(tunnel.id()),
        tunnel.settings().site(),
        difference);
  }
}
