package io.culvert.config.store;

import io.culvert.config.app.TunnelFilter;
import io.culvert.config.app.TunnelOrder;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.panache.common.Sort;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list of tunnels as a query: filters and order. */
final class TunnelQuery {
  private final StringBuilder where = new StringBuilder("tenant = :tenant");
  private final Map<String, Object> parameters = new HashMap<>();

  private TunnelQuery(String tenant) {
    parameters.put("tenant", tenant);
  }

  static PanacheQuery<TunnelEntity> of(
      TunnelRepository tunnels, String tenant, TunnelFilter filter, TunnelOrder order) {
    return new TunnelQuery(tenant)
        .part("lower(site)", "site", filter.site())
        .part("lower(identity)", "identity", filter.identity())
        .part("lower(vendor)", "vendor", filter.vendor())
        .and("(primaryPop = :pop or failoverPop = :pop)", "pop", filter.pop())
        .and("encryption = :encryption", "encryption", filter.encryption())
        .and("sourceType = :type", "type", filter.sourceType())
        .and("enabled = :enabled", "enabled", filter.enabled())
        .find(tunnels, order);
  }

  private TunnelQuery and(String condition, String name, @Nullable Object value) {
    if (value != null) {
      where.append(" and ").append(condition);
      parameters.put(name, value);
    }
    return this;
  }

  private TunnelQuery part(String of, String name, @Nullable String value) {
    String pattern =
        value == null
            ? null
            : "%" + value.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    return and(of + " like :" + name + " escape '!'", name, pattern);
  }

  private PanacheQuery<TunnelEntity> find(TunnelRepository tunnels, TunnelOrder order) {
    Sort.Direction direction =
        order.descending() ? Sort.Direction.Descending : Sort.Direction.Ascending;
    Sort sort = Sort.by(column(order.column()), direction, Sort.NullPrecedence.NULLS_LAST);
    return tunnels.find(where.toString(), sort.and("id"), parameters);
  }

  private static String column(TunnelOrder.Column column) {
    return switch (column) {
      // The order by status is made where status is known.
      case ID, STATUS -> "id";
      case SITE -> "site";
      case SRCIDENTITY -> "identity";
      case SRCIPIDENTITY -> "sourceIp";
      case PRIMARY -> "primaryPop";
      case FAILOVER -> "failoverPop";
      case ENCRYPTION -> "encryption";
      case BANDWIDTH -> "bandwidthMbps";
      case ENABLED -> "enabled";
      case VENDOR -> "vendor";
      case SOURCETYPE -> "sourceType";
      case TEMPLATE -> "template";
      case NOTES -> "notes";
      case VERSION -> "version";
    };
  }
}
