package io.culvert.config.app;

import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Tenant;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Tenants, for the operator; and which tenant a caller is of. */
@ApplicationScoped
public class Tenants {
  private final Transactions transactions;
  private final TenantStore tenants;
  private final TunnelStore tunnels;
  private final Clock clock;

  Tenants(Transactions transactions, TenantStore tenants, TunnelStore tunnels, Clock clock) {
    this.transactions = transactions;
    this.tenants = tenants;
    this.tunnels = tunnels;
    this.clock = clock;
  }

  /** The caller's tenant; refused when the operator has not made it. */
  Uni<Tenant> of(Caller caller) {
    return tenants
        .find(caller.tenant())
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        RefusedException.because(
                            Reason.FORBIDDEN,
                            "the token's tenant is not known here; the operator has to create it")));
  }

  /** Part of the tenants, in order of id. */
  public Uni<Page<Tenant>> list(Page.Range range) {
    return transactions.run(() -> tenants.all().map(all -> Page.of(all, range)));
  }

  /** Makes a tenant. */
  public Uni<Tenant> create(String id, String name, List<String> licences, Duration licenceGrace) {
    return transactions.run(
        () -> {
          Tenant tenant = new Tenant(id, name, licences, clock.instant(), licenceGrace, null);
          return tenants.insert(tenant).map(_ -> tenant);
        });
  }

  /** What becomes of a tenant. */
  @FunctionalInterface
  public interface Change {
    /** The tenant as it is to be, from how it is now. */
    Tenant apply(Tenant current, Instant now);
  }

  /** Ends the graces that are over: the gateways hear that live tunnels may stay no longer. */
  public Uni<Void> endGraces() {
    return transactions
        .run(() -> tenants.gracesOver(clock.instant()))
        .chain(
            over ->
                Multi.createFrom()
                    .iterable(over)
                    .onItem()
                    .transformToUniAndConcatenate(id -> change(id, Tenant::at))
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  /** Changes a tenant; gateways hear of a licence that came or went. */
  public Uni<Tenant> change(String id, Change change) {
    return transactions.runChangingCatalogue(
        () ->
            tenants
                .lock(id)
                .map(
                    found ->
                        found.orElseThrow(
                            () ->
                                RefusedException.because(
                                    Reason.NOT_FOUND, "there is no such tenant")))
                .chain(
                    current -> {
                      Tenant next = change.apply(current, clock.instant());
                      boolean tell =
                          next.licensed() != current.licensed()
                              || !Objects.equals(next.graceUntil(), current.graceUntil());
                      return tenants
                          .update(next)
                          .chain(() -> tell ? tunnels.markTenant(id) : Uni.createFrom().voidItem())
                          .map(_ -> next);
                    }));
  }
}
