package io.culvert.config.store;

import io.culvert.config.domain.TunnelColumn;
import java.util.List;

/**
 * The statements of a commit. Parameters: the import's number, before it the time where one is
 * written.
 */
final class CommitSql {
  /** That the tunnel {@code t} does not give up its identity in the same file. */
  static final String KEPT_IDENTITY =
      """
       not exists (select 1 from config.tunnel_import_row o where o.import = r.import
          and o.tunnel_id = t.id and o.action = 'UPDATE' and o.identity <> t.identity)
      """;

  /**
   * That the tunnel {@code t} is not given another key, in place of all it has, in the same file.
   */
  static final String KEPT_KEY =
      """
       not exists (select 1 from config.tunnel_import_row o where o.import = r.import
          and o.tunnel_id = t.id and o.action = 'UPDATE' and o.psk_digest is not null)
      """;

  static final String LOCK =
      """
      select count(*) from (
        select 1 from config.tunnel t join config.tunnel_import_row r on r.tunnel_id = t.id
        where r.import = ? and r.action = 'UPDATE' order by t.id for update of t) locked
      """;

  static final String PLACEMENTS =
      """
      select r.primary_pop, r.failover_pop,
        t.id is null or t.primary_pop <> r.primary_pop
          or t.failover_pop is distinct from r.failover_pop as moved,
        max(r.bandwidth_mbps) as mbps, min(r.line) as line
      from config.tunnel_import_row r left join config.tunnel t on t.id = r.tunnel_id
      where r.import = ? and r.action in ('CREATE', 'UPDATE')
      group by 1, 2, 3 order by 5
      """;

  /** What has no column is as in a tunnel that is made with no more than the columns. */
  static final String CREATE =
      """
      insert into config.tunnel (id, tenant, site, identity_kind, identity, source_ip, primary_pop,
        failover_pop, encryption, psk_sealed, psk_digest, bandwidth_mbps, enabled, notes, vendor,
        source_type, template, rekey, reauth, xff_enabled, xff_addresses, version, revision,
        created, updated)
      select r.tunnel_id, i.tenant, r.site, r.identity_kind, r.identity, r.source_ip,
        r.primary_pop, r.failover_pop, r.encryption, r.psk_sealed, r.psk_digest, r.bandwidth_mbps,
        r.enabled, '', '', 'MIXED', '', false, false, false, '', 1, 1, ?, ?
      from config.tunnel_import_row r join config.tunnel_import i on i.number = r.import
      where r.import = ? and r.action = 'CREATE' order by r.line
      """;

  /** A key that is set, not rotated, is the only one: the one before is accepted no longer. */
  static final String UPDATE =
      """
      update config.tunnel t set site = r.site, identity_kind = r.identity_kind,
        identity = r.identity, source_ip = r.source_ip, primary_pop = r.primary_pop,
        failover_pop = r.failover_pop, encryption = r.encryption,
        bandwidth_mbps = r.bandwidth_mbps, enabled = r.enabled,
        psk_sealed = coalesce(r.psk_sealed, t.psk_sealed),
        psk_digest = coalesce(r.psk_digest, t.psk_digest),
        previous_psk_sealed = case when r.psk_sealed is null then t.previous_psk_sealed end,
        previous_psk_digest = case when r.psk_sealed is null then t.previous_psk_digest end,
        previous_psk_until = case when r.psk_sealed is null then t.previous_psk_until end,
        version = t.version + 1, revision = t.revision + 1, updated = ?
      from config.tunnel_import_row r
      where r.import = ? and r.action = 'UPDATE' and t.id = r.tunnel_id
      """;

  /** Fields by the names of the REST contract; of a key only that it changed. */
  static final String AUDIT =
      """
      insert into config.audit (time, tenant, actor_kind, actor_id, actor_name, address, action,
        object_type, object_id, object_name, fields_before, fields_after)
      select ?, i.tenant, ?, ?, ?, ?, lower(r.action), 'tunnel', r.tunnel_id::text, r.site,
        coalesce(u.before, '{}'), coalesce(u.after, jsonb_strip_nulls(jsonb_build_object(
          'site', r.site, 'srcidentity', r.identity, 'srcipidentity', r.source_ip,
          'pops[0]', r.primary_pop, 'pops[1]', r.failover_pop,
          'encryption', case r.encryption when 'NULL' then 'Null' else replace(r.encryption, '_', '-') end,
          'psk', 'changed', 'bandwidth', r.bandwidth_mbps::text, 'enabled', r.enabled::text))::text)
      from config.tunnel_import_row r join config.tunnel_import i on i.number = r.import
      left join lateral (
        select jsonb_object_agg(n.name, c ->> 'from') filter (where n.name <> 'psk')::text as before,
          jsonb_object_agg(n.name, case n.name when 'psk' then 'changed' else c ->> 'to' end)::text as after
        from jsonb_array_elements(r.changes) c join (values ('tunnel name', 'site'),
          ('source identity', 'srcidentity'), ('source ip address', 'srcipidentity'),
          ('primary pop', 'pops[0]'), ('failover pop', 'pops[1]'),
          ('encryption cipher', 'encryption'), ('psk', 'psk'), ('maximum bandwidth', 'bandwidth'),
          ('enabled', 'enabled')) n (label, name) on n.label = c ->> 'field'
        ) u on r.action = 'UPDATE'
      where r.import = ? and r.action in ('CREATE', 'UPDATE') order by r.line
      """;

  static final String WRITTEN =
      """
      select t.* from config.tunnel_import_row r join config.tunnel t on t.id = r.tunnel_id
      where r.import = ? and r.action in ('CREATE', 'UPDATE') order by r.line
      """;

  /**
   * Something that may have changed since the review.
   *
   * @param column of the row that it stands against
   * @param message about it; does not tell whose something is
   * @param sql lines of the first such rows
   */
  record Check(TunnelColumn column, String message, String sql) {}

  static final List<Check> CHECKS =
      List.of(
          new Check(
              TunnelColumn.NAME,
              "the tunnel has been changed or deleted",
              """
              select r.line from config.tunnel_import_row r
                join config.tunnel_import i on i.number = r.import
                left join config.tunnel t on t.id = r.tunnel_id and t.tenant = i.tenant
              where r.import = ? and r.action in ('UPDATE', 'UNCHANGED')
                and t.version is distinct from r.tunnel_version
              order by r.line limit 10
              """),
          new Check(
              TunnelColumn.NAME,
              "there is a tunnel of this name now",
              """
              select r.line from config.tunnel_import_row r
                join config.tunnel_import i on i.number = r.import
                join config.tunnel t on t.site = r.site and t.tenant = i.tenant
              where r.import = ? and r.action = 'CREATE'
              order by r.line limit 10
              """),
          new Check(
              TunnelColumn.IDENTITY,
              "has been taken by another tunnel",
              """
              select r.line from config.tunnel_import_row r
                join config.tunnel t on t.identity = r.identity and t.id <> r.tunnel_id
              where r.import = ? and r.action in ('CREATE', 'UPDATE') and"""
                  + KEPT_IDENTITY
                  + "order by r.line limit 10"),
          new Check(
              TunnelColumn.PSK,
              "is in use by now; choose another one",
              """
              select distinct r.line from config.tunnel_import_row r
                join (select id, psk_digest from config.tunnel
                      union all
                      select id, previous_psk_digest from config.tunnel
                      where previous_psk_digest is not null) t (id, digest)
                  on t.digest = r.psk_digest and t.id <> r.tunnel_id
              where r.import = ? and r.action in ('CREATE', 'UPDATE') and"""
                  + KEPT_KEY
                  + "order by r.line limit 10"),
          unusable(TunnelColumn.PRIMARY_POP, "primary_pop"),
          unusable(TunnelColumn.FAILOVER_POP, "failover_pop"));

  private CommitSql() {}

  private static Check unusable(TunnelColumn column, String name) {
    return new Check(
        column,
        "this POP is gone or is not accepting tunnels any more",
        """
        select r.line from config.tunnel_import_row r
          left join config.pop p on p.name = r.%1$s
          left join config.tunnel t on t.id = r.tunnel_id
        where r.import = ? and r.action in ('CREATE', 'UPDATE') and r.%1$s is not null
          and (p.name is null or not p.accepting_tunnels and r.%1$s is distinct from t.primary_pop
            and r.%1$s is distinct from t.failover_pop)
        order by r.line limit 10
        """
            .formatted(name));
  }
}
