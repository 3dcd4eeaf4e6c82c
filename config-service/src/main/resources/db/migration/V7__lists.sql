-- A part of a name or an identity is found by its trigrams. The extension is a trusted one: whoever may create in the database may
-- create it. One index for both, which mostly share their trigrams; who looks for one asks for the pair and then for the one.
create extension if not exists pg_trgm;
create index tunnel_parts on tunnel using gin ((lower(site) || ' ' || lower(identity)) gin_trgm_ops);

-- How many tunnels a tenant has is the sum of its rows: changes are added, not applied, so that nobody waits for anybody. They are
-- put together now and then (TunnelRepository.sumUp).
create table tunnel_count (
  tenant  text   not null,
  tunnels bigint not null
);
create index tunnel_count_by_tenant on tunnel_count (tenant);
insert into tunnel_count select tenant, count(*) from tunnel group by tenant;

create function tunnels_made() returns trigger language plpgsql as $$
begin
  insert into config.tunnel_count select tenant, count(*) from made group by tenant;
  return null;
end
$$;
create function tunnels_deleted() returns trigger language plpgsql as $$
begin
  insert into config.tunnel_count select tenant, -count(*) from gone group by tenant;
  return null;
end
$$;
create trigger tunnels_made after insert on tunnel referencing new table as made
  for each statement execute function tunnels_made();
create trigger tunnels_deleted after delete on tunnel referencing old table as gone
  for each statement execute function tunnels_deleted();
