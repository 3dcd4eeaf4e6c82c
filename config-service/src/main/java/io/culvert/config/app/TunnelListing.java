package io.culvert.config.app;

import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tunnel;
import io.culvert.contract.TunnelStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists of a tenant's tunnels. Calls block. */
@ApplicationScoped
public class TunnelListing {
  private final TunnelLists lists;
  private final StatusSource status;

  TunnelListing(TunnelLists lists, StatusSource status) {
    this.lists = lists;
    this.status = status;
  }

  /** Part of the caller's tunnels. */
  public Page<TunnelView> list(
      Caller caller, TunnelFilter filter, TunnelOrder order, Page.Range range) {
    return lists.read(
        snapshot -> {
          String tenant = snapshot.tenant(caller.tenant()).orElseThrow(Tenants::unknown).id();
          Page<Tunnel> page = page(snapshot, tenant, filter, order, range);
          PopCatalog pops = snapshot.pops();
          return new Page<>(
              page.total(), page.items().stream().map(tunnel -> view(tunnel, pops)).toList());
        });
  }

  private TunnelView view(Tunnel tunnel, PopCatalog pops) {
    return new TunnelView(tunnel, pops, status.of(tunnel.id()), List.of());
  }

  /** Status is not in the database, so a filter or an order by it goes over the ids. */
  private Page<Tunnel> page(
      TunnelLists.Snapshot snapshot,
      String tenant,
      TunnelFilter filter,
      TunnelOrder order,
      Page.Range range) {
    TunnelStatus.State wanted = filter.status();
    boolean byStatus = order.column() == TunnelOrder.Column.STATUS;
    if (wanted == null && !byStatus) {
      return snapshot.page(tenant, filter, order, range);
    }
    Stream<Long> ids =
        snapshot.ids(tenant, filter, order).stream()
            .filter(id -> wanted == null || state(id) == wanted);
    Page<Long> page = Page.of((byStatus ? ids.sorted(byStatus(order)) : ids).toList(), range);
    return new Page<>(page.total(), snapshot.withIds(tenant, page.items()));
  }

  private Comparator<Long> byStatus(TunnelOrder order) {
    Comparator<Long> ascending = Comparator.comparing(this::state);
    return order.descending() ? ascending.reversed() : ascending;
  }

  private TunnelStatus.State state(long id) {
    return status.of(id).map(TunnelStatus::state).orElse(TunnelStatus.State.UNKNOWN);
  }
}
