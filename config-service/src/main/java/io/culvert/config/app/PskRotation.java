package io.culvert.config.app;

import io.culvert.config.app.AuditEntry.Action;
import io.culvert.config.app.TunnelService.Edited;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.Tunnel;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Changes a tunnel's key without an outage: for a while the gateways accept the new one and the one
 * before, so that the device can be changed at any time in between.
 */
@ApplicationScoped
public class PskRotation {
  private static final int BATCH = 100;

  private final TunnelService service;
  private final TunnelStore tunnels;
  private final Transactions transactions;
  private final PskVault vault;
  private final Audit audit;
  private final Clock clock;

  PskRotation(
      TunnelService service,
      TunnelStore tunnels,
      Transactions transactions,
      PskVault vault,
      Audit audit,
      Clock clock) {
    this.service = service;
    this.tunnels = tunnels;
    this.transactions = transactions;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes another key the present one; the one before is accepted until the grace ends.
   *
   * @param expected answers whether the change may be made at that version
   */
  public Uni<TunnelView> rotate(Caller caller, long id, PskOrder order, LongPredicate expected) {
    return service.edit(caller, Action.ROTATE, id, expected, (stored, _) -> rotated(stored, order));
  }

  private Edited rotated(StoredTunnel stored, PskOrder order) {
    Tunnel tunnel = stored.tunnel();
    Instant until = tunnel.previousKeyUntil();
    if (until != null) {
      throw RefusedException.conflict(
          "psk",
          "the key before the present one is accepted until %s; retire it first"
              .formatted(until.truncatedTo(ChronoUnit.SECONDS)));
    }
    SealedSecret next = vault.seal(tunnel.id(), order.psk());
    if (next.digest().equals(stored.secret().digest())) {
      throw RefusedException.invalid("psk", "is the tunnel's key already");
    }
    Psk present = vault.open(tunnel.id(), stored.secret());
    Instant now = clock.instant();
    return new Edited(
        new StoredTunnel(tunnel.rotated(now.plus(order.grace()), now), next, stored.secret()),
        new TunnelKeys(order.psk(), present),
        order.warnings());
  }

  /**
   * Ends a grace at once.
   *
   * @param expected answers whether the change may be made at that version
   */
  public Uni<TunnelView> retire(Caller caller, long id, LongPredicate expected) {
    return service.edit(caller, Action.RETIRE, id, expected, (stored, _) -> retired(stored));
  }

  private Edited retired(StoredTunnel stored) {
    Tunnel tunnel = stored.tunnel();
    if (tunnel.previousKeyUntil() == null) {
      throw RefusedException.conflict("psk", "no rotation is under way");
    }
    return new Edited(
        new StoredTunnel(tunnel.retired(clock.instant()), stored.secret(), null),
        new TunnelKeys(vault.open(tunnel.id(), stored.secret()), null),
        List.of());
  }

  /** Forgets the keys whose grace is over and marks their tunnels for publication. */
  public Uni<Void> retireDue() {
    return transactions
        .run(() -> tunnels.retireKeys(clock.instant(), BATCH).call(this::writeDown))
        .chain(done -> done.size() < BATCH ? Uni.createFrom().voidItem() : retireDue());
  }

  private Uni<Void> writeDown(List<Tunnel> before) {
    return Multi.createFrom()
        .iterable(before)
        .onItem()
        .transformToUniAndConcatenate(tunnel -> audit.add(TunnelAudit.expired(tunnel)))
        .collect()
        .last();
  }
}
