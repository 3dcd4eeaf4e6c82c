package io.culvert.config.app;

import io.culvert.config.app.AuditEntry.Action;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Tunnel;
import io.culvert.config.domain.TunnelSettings;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Tunnels of a tenant. Every call sees the caller's tenant only. */
@ApplicationScoped
public class TunnelService {
  private final Transactions transactions;
  private final TunnelStore tunnels;
  private final PopStore pops;
  private final Tenants tenants;
  private final Outbox outbox;
  private final TunnelEvents events;
  private final Audit audit;
  private final StatusSource status;
  private final PskVault vault;
  private final Clock clock;

  TunnelService(
      Transactions transactions,
      TunnelStore tunnels,
      PopStore pops,
      Tenants tenants,
      Outbox outbox,
      TunnelEvents events,
      Audit audit,
      StatusSource status,
      PskVault vault,
      Clock clock) {
    this.transactions = transactions;
    this.tunnels = tunnels;
    this.pops = pops;
    this.tenants = tenants;
    this.outbox = outbox;
    this.events = events;
    this.audit = audit;
    this.status = status;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Makes a tunnel.
   *
   * @param force whether two POPs that share metro and release day are accepted
   */
  public Uni<TunnelView> create(Caller caller, TunnelRequest request, boolean force) {
    return transactions.runWithCatalogue(
        () ->
            tenants
                .of(caller)
                .invoke(TunnelService::requireLicence)
                .chain(
                    tenant ->
                        catalog()
                            .chain(catalog -> create(caller, tenant, request, force, catalog))));
  }

  private Uni<TunnelView> create(
      Caller caller, Tenant tenant, TunnelRequest request, boolean force, PopCatalog catalog) {
    TunnelDraft draft = request.resolve(null, catalog);
    refuseSharedDay(draft.settings(), catalog, force);
    Psk psk = draft.psk();
    if (psk == null) {
      throw RefusedException.invalid("psk", "is needed");
    }
    return tunnels
        .nextId()
        .map(id -> Tunnel.create(id, tenant.id(), draft.settings(), clock.instant()))
        .call(t -> tunnels.insert(new StoredTunnel(t, vault.seal(t.id(), psk), null)))
        .call(t -> outbox.add(events.changed(t, new TunnelKeys(psk, null), tenant, catalog)))
        .call(t -> audit.add(TunnelAudit.created(caller, t)))
        .map(t -> new TunnelView(t, catalog, status.of(t.id()), draft.warnings()));
  }

  /**
   * Changes the fields that were sent.
   *
   * @param expected answers whether the change may be made at that version
   * @param force whether two POPs that share metro and release day are accepted
   */
  public Uni<TunnelView> change(
      Caller caller, long id, TunnelRequest request, LongPredicate expected, boolean force) {
    return edit(
        caller,
        Action.UPDATE,
        id,
        expected,
        (stored, catalog) -> changed(stored, request, force, catalog));
  }

  private Edited changed(
      StoredTunnel stored, TunnelRequest request, boolean force, PopCatalog catalog) {
    Tunnel current = stored.tunnel();
    TunnelDraft draft = request.resolve(current.settings(), catalog);
    if (!draft.settings().pops().equals(current.settings().pops())) {
      refuseSharedDay(draft.settings(), catalog, force);
    }
    Tunnel next = current.changed(draft.settings(), clock.instant());
    @Nullable Psk sent = draft.psk();
    if (sent == null) {
      return new Edited(
          new StoredTunnel(next, stored.secret(), stored.previous()),
          vault.open(stored),
          draft.warnings());
    }
    // Whoever sets a key instead of rotating it wants no other to be accepted.
    return new Edited(
        new StoredTunnel(next.withoutPreviousKey(), vault.seal(next.id(), sent), null),
        new TunnelKeys(sent, null),
        draft.warnings());
  }

  /** What becomes of a tunnel, with its keys as the gateways are to know them. */
  record Edited(StoredTunnel tunnel, TunnelKeys keys, List<String> warnings) {}

  /** Changes a locked tunnel; throws what the caller is to be told where it may not. */
  @FunctionalInterface
  interface Edit {
    Edited apply(StoredTunnel now, PopCatalog pops);
  }

  /** Changes a tunnel of the caller's, tells the gateways and answers with it. */
  Uni<TunnelView> edit(Caller caller, Action action, long id, LongPredicate expected, Edit edit) {
    return transactions.runWithCatalogue(
        () ->
            tenants
                .of(caller)
                .chain(
                    tenant ->
                        locked(tenant, id, expected)
                            .chain(
                                stored ->
                                    catalog()
                                        .chain(
                                            all -> {
                                              Edited edited = edit.apply(stored, all);
                                              AuditEntry entry =
                                                  TunnelAudit.changed(
                                                      caller, action, stored, edited.tunnel());
                                              return save(tenant, edited, all)
                                                  .call(() -> audit.add(entry));
                                            }))));
  }

  private Uni<TunnelView> save(Tenant tenant, Edited edited, PopCatalog catalog) {
    Tunnel next = edited.tunnel().tunnel();
    return tunnels
        .update(edited.tunnel())
        .chain(() -> outbox.add(events.changed(next, edited.keys(), tenant, catalog)))
        .map(_ -> new TunnelView(next, catalog, status.of(next.id()), edited.warnings()));
  }

  /**
   * Removes a tunnel.
   *
   * @param expected answers whether it may be removed at that version
   */
  public Uni<Void> delete(Caller caller, long id, LongPredicate expected) {
    return transactions.run(
        () ->
            tenants
                .of(caller)
                .chain(tenant -> locked(tenant, id, expected))
                .call(stored -> tunnels.delete(stored.tunnel().id()))
                .call(() -> outbox.add(events.deleted(id)))
                .chain(stored -> audit.add(TunnelAudit.deleted(caller, stored.tunnel()))));
  }

  /** One tunnel. */
  public Uni<TunnelView> get(Caller caller, long id) {
    return transactions.run(
        () ->
            tenants
                .of(caller)
                .chain(tenant -> tunnels.find(tenant.id(), id))
                .map(found -> found.orElseThrow(TunnelService::missing))
                .chain(tunnel -> catalog().map(catalog -> view(tunnel, catalog))));
  }

  private TunnelView view(Tunnel tunnel, PopCatalog catalog) {
    return new TunnelView(tunnel, catalog, status.of(tunnel.id()), List.of());
  }

  private Uni<PopCatalog> catalog() {
    return pops.all().map(PopCatalog::new);
  }

  private Uni<StoredTunnel> locked(Tenant tenant, long id, LongPredicate expected) {
    return tunnels
        .lock(tenant.id(), id)
        .map(found -> found.orElseThrow(TunnelService::missing))
        .invoke(
            stored -> {
              if (!expected.test(stored.tunnel().version())) {
                throw RefusedException.because(
                    Reason.PRECONDITION_FAILED,
                    "the tunnel is at version " + stored.tunnel().version());
              }
            });
  }

  static void requireLicence(Tenant tenant) {
    if (!tenant.licensed()) {
      throw RefusedException.because(
          Reason.LICENCE_MISSING,
          "the tenant has no licence " + Tenant.IPSEC_LICENCE + ", which IPsec tunnels need");
    }
  }

  private static void refuseSharedDay(TunnelSettings settings, PopCatalog pops, boolean force) {
    if (!force) {
      pops.sharedDay(settings.pops())
          .ifPresent(
              why -> {
                throw RefusedException.conflict("pops", why);
              });
    }
  }

  private static RefusedException missing() {
    return RefusedException.because(Reason.NOT_FOUND, "there is no such tunnel");
  }
}
