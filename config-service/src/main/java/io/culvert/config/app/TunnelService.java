package io.culvert.config.app;

import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.RefusedException.Reason;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Tunnel;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.contract.TunnelStatus;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
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
      StatusSource status,
      PskVault vault,
      Clock clock) {
    this.transactions = transactions;
    this.tunnels = tunnels;
    this.pops = pops;
    this.tenants = tenants;
    this.outbox = outbox;
    this.events = events;
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
                    tenant -> catalog().chain(catalog -> create(tenant, request, force, catalog))));
  }

  private Uni<TunnelView> create(
      Tenant tenant, TunnelRequest request, boolean force, PopCatalog catalog) {
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
        caller, id, expected, (stored, catalog) -> changed(stored, request, force, catalog));
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
  Uni<TunnelView> edit(Caller caller, long id, LongPredicate expected, Edit edit) {
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
                                            all -> save(tenant, edit.apply(stored, all), all)))));
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
                .chain(stored -> tunnels.delete(stored.tunnel().id()))
                .chain(() -> outbox.add(events.deleted(id))));
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

  /** Part of the tunnels. */
  public Uni<Page<TunnelView>> list(
      Caller caller, TunnelFilter filter, TunnelOrder order, Page.Range range) {
    return transactions.run(
        () ->
            tenants
                .of(caller)
                .chain(tenant -> page(tenant.id(), filter, order, range))
                .chain(page -> catalog().map(catalog -> views(page, catalog))));
  }

  private Page<TunnelView> views(Page<Tunnel> page, PopCatalog catalog) {
    return new Page<>(page.total(), page.items().stream().map(t -> view(t, catalog)).toList());
  }

  /** Status is not in the database, so a filter or an order by it goes over the ids. */
  private Uni<Page<Tunnel>> page(
      String tenant, TunnelFilter filter, TunnelOrder order, Page.Range range) {
    TunnelStatus.State wanted = filter.status();
    boolean byStatus = order.column() == TunnelOrder.Column.STATUS;
    if (wanted == null && !byStatus) {
      return tunnels.list(tenant, filter, order, range);
    }
    return tunnels
        .ids(tenant, filter, order)
        .map(
            ids -> {
              Stream<Long> matching =
                  ids.stream().filter(id -> wanted == null || state(id) == wanted);
              return Page.of(
                  (byStatus ? matching.sorted(byStatus(order)) : matching).toList(), range);
            })
        .chain(
            ids ->
                tunnels.withIds(tenant, ids.items()).map(found -> new Page<>(ids.total(), found)));
  }

  private Comparator<Long> byStatus(TunnelOrder order) {
    Comparator<Long> ascending = Comparator.comparing(this::state);
    return order.descending() ? ascending.reversed() : ascending;
  }

  private TunnelStatus.State state(long id) {
    return status.of(id).map(TunnelStatus::state).orElse(TunnelStatus.State.UNKNOWN);
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
