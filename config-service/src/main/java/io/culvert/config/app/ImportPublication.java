package io.culvert.config.app;

import io.culvert.config.app.Import.Phase;
import io.culvert.config.app.Import.Progress;
import io.culvert.config.app.ImportCommit.Placement;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.TunnelColumn;
import io.culvert.config.domain.TunnelRules;
import io.culvert.config.domain.Violation;
import io.culvert.outbox.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What happens within the transaction of a commit: look again, write, tell the gateways. */
@ApplicationScoped
class ImportPublication {
  private final PskVault vault;
  private final TunnelEvents events;

  ImportPublication(PskVault vault, TunnelEvents events) {
    this.vault = vault;
    this.events = events;
  }

  /** Who commits and when, as the audit log is to have it. */
  record Signature(Actor actor, Instant now) {}

  void run(
      ImportCommit commit,
      Import what,
      Tenant tenant,
      Signature signature,
      Consumer<Progress> progress) {
    int total = what.totals().written();
    progress.accept(new Progress(Phase.CHECK, 0, total));
    PopCatalog pops = commit.pops();
    commit.lock();
    refuse(changes(commit, what, pops));
    progress.accept(new Progress(Phase.APPLY, 0, total));
    commit.apply(signature.now());
    commit.audit(signature.actor(), signature.now());
    AtomicInteger done = new AtomicInteger();
    Ahead<List<OutboxEvent>> sealed =
        new Ahead<>(
            events -> {
              commit.add(events);
              progress.accept(new Progress(Phase.PUBLISH, done.addAndGet(events.size()), total));
            });
    commit.forEachWritten(written -> sealed.next(() -> told(written, tenant, pops)));
    sealed.finish();
    commit.committed();
  }

  private static List<Violation> changes(ImportCommit commit, Import what, PopCatalog pops) {
    List<Violation> changes = new ArrayList<>(commit.changedSince());
    for (Placement placement : commit.placements()) {
      if (placement.moved() && !what.force()) {
        pops.sharedDay(placement.pops())
            .ifPresent(why -> changes.add(at(placement, TunnelColumn.FAILOVER_POP, why)));
      }
      TunnelRules.bandwidth(
          placement.mbps(),
          placement.pops(),
          pops,
          why -> changes.add(at(placement, TunnelColumn.BANDWIDTH, why)));
    }
    return changes;
  }

  private static Violation at(Placement placement, TunnelColumn column, String why) {
    return new Violation("line " + placement.line() + ", " + column.label(), why);
  }

  private static void refuse(List<Violation> changes) {
    if (!changes.isEmpty()) {
      throw RefusedException.outdated(
          "something has changed since the review (%s: %s); send the file again"
              .formatted(changes.getFirst().field(), changes.getFirst().message()),
          changes);
    }
  }

  /** Sealing to the POPs; the database takes the batch before meanwhile. */
  private List<OutboxEvent> told(List<StoredTunnel> written, Tenant tenant, PopCatalog pops) {
    return written.parallelStream()
        .map(stored -> events.changed(stored.tunnel(), keys(stored), tenant, pops))
        .toList();
  }

  /** Staged keys are not sealed anew when the key-encryption key changes. */
  private TunnelKeys keys(StoredTunnel stored) {
    try {
      return vault.open(stored);
    } catch (IllegalStateException e) {
      throw RefusedException.because(
          Reason.CONFLICT,
          "the keys of this file were sealed under a key-encryption key that is gone; send the file"
              + " again");
    }
  }
}
