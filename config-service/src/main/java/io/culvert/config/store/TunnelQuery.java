package io.culvert.config.store;

import io.culvert.config.app.TunnelFilter;
import io.culvert.config.app.TunnelOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Filters and order of a list of tunnels, in SQL. */
final class TunnelQuery {
  private final StringBuilder where = new StringBuilder("tenant = ?");
  private final List<Object> values = new ArrayList<>();

  private TunnelQuery(String tenant) {
    values.add(tenant);
  }

  static TunnelQuery of(String tenant, TunnelFilter filter) {
    return new TunnelQuery(tenant)
        .named("site", filter.site())
        .named("identity", filter.identity())
        .part("lower(vendor)", filter.vendor())
        .and("? in (primary_pop, failover_pop)", filter.pop())
        .and("encryption = ?", filter.encryption())
        .and("source_type = ?", filter.sourceType())
        .and("enabled = ?", filter.enabled());
  }

  /** The condition. */
  String where() {
    return where.toString();
  }

  /** The values of its parameters. */
  Object[] values() {
    return values.toArray();
  }

  private TunnelQuery and(String condition, @Nullable Object value) {
    if (value != null) {
      where.append(" and ").append(condition);
      values.add(value instanceof Enum<?> constant ? constant.name() : value);
    }
    return this;
  }

  /** There is one index of parts, for names and identities together. */
  private TunnelQuery named(String column, @Nullable String value) {
    return part("lower(site) || ' ' || lower(identity)", value)
        .part("lower(" + column + ")", value);
  }

  private TunnelQuery part(String of, @Nullable String value) {
    String pattern =
        value == null
            ? null
            : "%" + value.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    return and("(" + of + ") like ? escape '!'", pattern);
  }

  /** Where nulls are said to be last, no index of what cannot be null serves. */
  static String orderBy(TunnelOrder order) {
    String direction = order.descending() ? " desc" : "";
    String column =
        switch (order.column()) {
          // The order by status is made where status is known.
          case ID, STATUS -> "id" + direction;
          case SITE -> "site" + direction;
          case SRCIDENTITY -> "identity" + direction;
          case SRCIPIDENTITY -> "source_ip" + direction + " nulls last";
          case PRIMARY -> "primary_pop" + direction;
          case FAILOVER -> "failover_pop" + direction + " nulls last";
          case ENCRYPTION -> "encryption" + direction;
          case BANDWIDTH -> "bandwidth_mbps" + direction + " nulls last";
          case ENABLED -> "enabled" + direction;
          case VENDOR -> "vendor" + direction;
          case SOURCETYPE -> "source_type" + direction;
          case TEMPLATE -> "template" + direction;
          case NOTES -> "notes" + direction;
          case VERSION -> "version" + direction;
        };
    return " order by " + column + ", id";
  }
}
