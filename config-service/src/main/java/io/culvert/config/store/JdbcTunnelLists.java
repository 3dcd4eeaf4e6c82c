package io.culvert.config.store;

import io.culvert.config.app.Page;
import io.culvert.config.app.TunnelFilter;
import io.culvert.config.app.TunnelLists;
import io.culvert.config.app.TunnelOrder;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Tenant;
import io.culvert.config.domain.Tunnel;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists of tunnels from PostgreSQL. */
@ApplicationScoped
class JdbcTunnelLists implements TunnelLists {
  /** As long as any other call waits; a list must not keep a thread for longer. */
  private static final String PATIENCE = "10s";

  private final Jdbc jdbc;

  JdbcTunnelLists(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public <T> T read(Function<Snapshot, T> work) {
    return jdbc.transact(
        connection -> {
          int unused = Jdbc.update(connection, "set local statement_timeout = '" + PATIENCE + "'");
          return work.apply(new Rows(connection));
        });
  }

  /** What a connection reads. */
  private record Rows(Connection connection) implements Snapshot {
    @Override
    public Optional<Tenant> tenant(String id) {
      return Jdbc.wrap(() -> CatalogueRows.tenant(connection, id));
    }

    @Override
    public PopCatalog pops() {
      return Jdbc.wrap(() -> CatalogueRows.pops(connection));
    }

    @Override
    public Page<Tunnel> page(
        String tenant, TunnelFilter filter, TunnelOrder order, Page.Range range) {
      TunnelQuery query = TunnelQuery.of(tenant, filter);
      List<@Nullable Object> values = new ArrayList<>(List.of(query.values()));
      values.add(range.limit());
      values.add(range.offset());
      List<Tunnel> found =
          rows(
              "select * from config.tunnel where "
                  + query.where()
                  + TunnelQuery.orderBy(order)
                  + " limit ? offset ?",
              row -> TunnelRow.read(row).tunnel(),
              values.toArray());
      boolean last = found.size() < range.limit() && (!found.isEmpty() || range.offset() == 0);
      long total = last ? range.offset() + found.size() : total(tenant, filter, query);
      return new Page<>(total, found);
    }

    /** How many there are is known of all; others have to be looked for and counted. */
    private long total(String tenant, TunnelFilter filter, TunnelQuery query) {
      return filter.equals(TunnelFilter.NONE)
          ? number(
              "select coalesce(sum(tunnels), 0) from config.tunnel_count where tenant = ?", tenant)
          : number("select count(*) from config.tunnel where " + query.where(), query.values());
    }

    @Override
    public List<Long> ids(String tenant, TunnelFilter filter, TunnelOrder order) {
      TunnelQuery query = TunnelQuery.of(tenant, filter);
      return rows(
          "select id from config.tunnel where " + query.where() + TunnelQuery.orderBy(order),
          row -> row.getLong(1),
          query.values());
    }

    @Override
    public List<Tunnel> withIds(String tenant, List<Long> ids) {
      Map<Long, Tunnel> found = new HashMap<>();
      rows(
              "select * from config.tunnel where tenant = ? and id = any(?::bigint[])",
              row -> TunnelRow.read(row).tunnel(),
              tenant,
              ids.stream().map(String::valueOf).toArray())
          .forEach(tunnel -> found.put(tunnel.id(), tunnel));
      return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private long number(String sql, @Nullable Object... values) {
      return rows(sql, row -> row.getLong(1), values).getFirst();
    }

    private <T> List<T> rows(String sql, RowReader<T> reader, @Nullable Object... values) {
      return Jdbc.wrap(
          () -> {
            List<T> found = new ArrayList<>();
            try (PreparedStatement select = Jdbc.prepare(connection, sql, values);
                ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(reader.read(rows));
              }
            }
            return found;
          });
    }
  }

  /** Reads the row a result stands at. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
