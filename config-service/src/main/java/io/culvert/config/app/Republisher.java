package io.culvert.config.app;

import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Tunnel;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Tells the gateways again of tunnels that are marked, a few at a time, so that a POP's new key or
 * a tenant's licence does not hold up everybody else. The marks are in the database: work that is
 * broken off is taken up again.
 */
@ApplicationScoped
public class Republisher {
  private static final int BATCH = 25;

  private final Transactions transactions;
  private final TunnelStore tunnels;
  private final PopStore pops;
  private final TenantStore tenants;
  private final Outbox outbox;
  private final TunnelEvents events;
  private final PskVault vault;

  Republisher(
      Transactions transactions,
      TunnelStore tunnels,
      PopStore pops,
      TenantStore tenants,
      Outbox outbox,
      TunnelEvents events,
      PskVault vault) {
    this.transactions = transactions;
    this.tunnels = tunnels;
    this.pops = pops;
    this.tenants = tenants;
    this.outbox = outbox;
    this.events = events;
    this.vault = vault;
  }

  /** Publishes one batch; answers how many tunnels it had. */
  public Uni<Integer> step() {
    return transactions.runWithCatalogue(
        () ->
            tunnels
                .takeMarked(BATCH)
                .chain(
                    marked ->
                        marked.isEmpty()
                            ? Uni.createFrom().item(0)
                            : pops.all().map(PopCatalog::new).chain(all -> publish(marked, all))));
  }

  private Uni<Integer> publish(List<StoredTunnel> marked, PopCatalog catalog) {
    return Multi.createFrom()
        .iterable(marked)
        .onItem()
        .transformToUniAndConcatenate(stored -> publish(stored, catalog))
        .collect()
        .last()
        .map(_ -> marked.size());
  }

  private Uni<Void> publish(StoredTunnel stored, PopCatalog catalog) {
    Tunnel next = stored.tunnel().republished();
    return tunnels
        .update(new StoredTunnel(next, stored.secret(), stored.previous()))
        .chain(() -> tenants.find(next.tenant()))
        .map(
            found ->
                found.orElseThrow(
                    () -> RefusedException.because(Reason.NOT_FOUND, "there is no such tenant")))
        .chain(tenant -> outbox.add(events.changed(next, vault.open(stored), tenant, catalog)));
  }
}
