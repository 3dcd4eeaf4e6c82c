package io.culvert.config.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.config.app.Actor;
import io.culvert.config.app.Audit;
import io.culvert.config.app.AuditEntry;
import io.culvert.config.app.AuditLog;
import io.culvert.config.app.AuditLog.Entry;
import io.culvert.config.app.AuditLog.Filter;
import io.culvert.config.app.Page;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit log in PostgreSQL; a trigger there refuses changes. */
@ApplicationScoped
class AuditRepository implements Audit, AuditLog.Store, PanacheRepositoryBase<AuditEntity, Long> {
  private static final Sort NEWEST_FIRST = Sort.descending("id");

  /** One statement, so that an entry costs one round trip. */
  private static final String INSERT =
      """
      insert into config.audit (time, tenant, actor_kind, actor_id, actor_name, address, action,
        object_type, object_id, object_name, fields_before, fields_after)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Clock clock;

  AuditRepository(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Uni<Void> add(AuditEntry entry) {
    Actor actor = entry.actor();
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(INSERT)
                    .setParameter(1, clock.instant())
                    .setParameter(2, entry.tenant())
                    .setParameter(3, label(actor.kind()))
                    .setParameter(4, actor.id())
                    .setParameter(5, actor.name())
                    .setParameter(6, actor.address())
                    .setParameter(7, label(entry.action()))
                    .setParameter(8, label(entry.type()))
                    .setParameter(9, entry.id())
                    .setParameter(10, entry.name())
                    .setParameter(11, json(entry.difference().before()))
                    .setParameter(12, json(entry.difference().after()))
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String json(Map<String, Object> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a field of an audit entry is no JSON", e);
    }
  }

  @Override
  public Uni<Page<Entry>> list(Filter filter, Page.Range range) {
    PanacheQuery<AuditEntity> query = matching(filter, null);
    return query
        .count()
        .chain(
            total ->
                query
                    .range(range.offset(), range.offset() + range.limit() - 1)
                    .list()
                    .map(rows -> new Page<>(total, entries(rows))));
  }

  @Override
  public Uni<List<Entry>> before(Filter filter, long number, int limit) {
    return matching(filter, number).page(0, limit).list().map(AuditRepository::entries);
  }

  private static List<Entry> entries(List<AuditEntity> rows) {
    return rows.stream().map(AuditEntity::toApp).toList();
  }

  private PanacheQuery<AuditEntity> matching(Filter filter, @Nullable Long below) {
    StringBuilder where = new StringBuilder("1 = 1");
    Map<String, Object> parameters = new HashMap<>();
    add(where, parameters, "tenant = :tenant", "tenant", filter.tenant());
    add(where, parameters, "(actorName = :actor or actorId = :actor)", "actor", filter.actor());
    add(where, parameters, "action = :action", "action", filter.action());
    add(where, parameters, "objectType = :type", "type", filter.objectType());
    add(where, parameters, "objectId = :object", "object", filter.objectId());
    add(where, parameters, "time >= :from", "from", filter.from());
    add(where, parameters, "time < :to", "to", filter.to());
    add(where, parameters, "id < :below", "below", below);
    return find(where.toString(), NEWEST_FIRST, parameters);
  }

  private static void add(
      StringBuilder where,
      Map<String, Object> parameters,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      where.append(" and ").append(condition);
      parameters.put(name, value);
    }
  }
}
