package io.culvert.config.app;

import io.culvert.config.app.AuditEntry.Action;
import io.culvert.config.app.AuditEntry.ObjectType;
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
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;

/** Tenants, for the operator; and which tenant a caller is of. */
@ApplicationScoped
public class Tenants {
  private final Transactions transactions;
  private final TenantStore tenants;
  private final TunnelStore tunnels;
  private final Audit audit;
  private final Clock clock;

  Tenants(
      Transactions transactions,
      TenantStore tenants,
      TunnelStore tunnels,
      Audit audit,
      Clock clock) {
    this.transactions = transactions;
    this.tenants = tenants;
    this.tunnels = tunnels;
    this.audit = audit;
    this.clock = clock;
  }

  /** The caller's tenant; refused when the operator has not made it. */
  Uni<Tenant> of(Caller caller) {
    return tenants.find(caller.tenant()).map(found -> found.orElseThrow(Tenants::unknown));
  }

  /** The refusal of a caller whose tenant the operator has not made. */
  static RefusedException unknown() {
    return RefusedException.because(
        Reason.FORBIDDEN, "the token's tenant is not known here; the operator has to create it");
  }

  /** Part of the tenants, in order of id. */
  public Uni<Page<Tenant>> list(Page.Range range) {
    return transactions.run(() -> tenants.all().map(all -> Page.of(all, range)));
  }

  /** One tenant. */
  public Uni<Tenant> get(String id) {
    return transactions.run(
        () -> tenants.find(id).map(found -> found.orElseThrow(Tenants::missing)));
  }

  /** Makes a tenant. */
  public Uni<Tenant> create(
      Actor actor, String id, String name, List<String> licences, Duration licenceGrace) {
    return transactions.run(
        () -> {
          Tenant tenant = new Tenant(id, name, licences, clock.instant(), licenceGrace, null, 1);
          return tenants
              .insert(tenant)
              .chain(() -> audit.add(entry(actor, Action.CREATE, Map.of(), tenant)))
              .map(_ -> tenant);
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
                    .transformToUniAndConcatenate(
                        id -> change(Actor.SERVICE, id, _ -> true, Tenant::at))
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  /**
   * Changes a tenant; gateways hear of a licence that came or went.
   *
   * @param expected answers whether the change may be made at that version
   */
  public Uni<Tenant> change(Actor actor, String id, LongPredicate expected, Change change) {
    return transactions.runChangingCatalogue(
        () ->
            tenants
                .lock(id)
                .map(found -> found.orElseThrow(Tenants::missing))
                .invoke(current -> requireVersion(current, expected))
                .chain(current -> save(actor, current, change.apply(current, clock.instant()))));
  }

  private Uni<Tenant> save(Actor actor, Tenant current, Tenant next) {
    if (next.equals(current)) {
      return Uni.createFrom().item(current);
    }
    boolean tell =
        next.licensed() != current.licensed()
            || !Objects.equals(next.graceUntil(), current.graceUntil());
    return tenants
        .update(next)
        .chain(() -> tell ? tunnels.markTenant(next.id()) : Uni.createFrom().voidItem())
        .chain(() -> audit.add(entry(actor, Action.UPDATE, AuditFields.of(current), next)))
        .map(_ -> next);
  }

  private static void requireVersion(Tenant tenant, LongPredicate expected) {
    if (!expected.test(tenant.version())) {
      throw RefusedException.because(
          Reason.PRECONDITION_FAILED, "the tenant is at version " + tenant.version());
    }
  }

  /** In the operator's log: who runs the service is no business of the tenant's. */
  private static AuditEntry entry(
      Actor actor, Action action, Map<String, Object> before, Tenant after) {
    return new AuditEntry(
        null,
        actor,
        action,
        ObjectType.TENANT,
        after.id(),
        after.name(),
        Difference.between(before, AuditFields.of(after)));
  }

  private static RefusedException missing() {
    return RefusedException.because(Reason.NOT_FOUND, "there is no such tenant");
  }
}
