create table tenant (
  id       text primary key,
  name     text        not null,
  licences text        not null,                 -- comma-separated
  created  timestamptz not null
);

create sequence pop_id start 1 maxvalue 65535;
create table pop (
  name                   text primary key,
  id                     text             not null,
  region                 text             not null,
  location               text             not null,
  latitude               double precision not null,
  longitude              double precision not null,
  gateways               text             not null,  -- comma-separated
  probe                  text,
  accepting_tunnels      boolean          not null,
  bandwidths             text             not null,  -- comma-separated, Mbit/s
  release_deployment_day text             not null,
  public_key             text,
  version                bigint           not null,
  constraint pop_id_unique unique (id)
);

create sequence tunnel_id start 1001;
create table tunnel (
  id             bigint primary key,
  tenant         text        not null references tenant (id),
  site           text        not null,
  identity_kind  text        not null,
  identity       text        not null,
  source_ip      text,
  primary_pop    text        not null references pop (name),
  failover_pop   text references pop (name),
  encryption     text        not null,
  psk_sealed     text        not null,
  psk_digest     text        not null,
  bandwidth_mbps integer,
  enabled        boolean     not null,
  notes          text        not null,
  vendor         text        not null,
  source_type    text        not null,
  template       text        not null,
  rekey          boolean     not null,
  reauth         boolean     not null,
  xff_enabled    boolean     not null,
  xff_addresses  text        not null,               -- comma-separated
  version        bigint      not null,
  revision       bigint      not null,
  marked         boolean     not null default false, -- to be told to the gateways again
  created        timestamptz not null,
  updated        timestamptz not null,
  constraint tunnel_site_unique unique (tenant, site),
  constraint tunnel_identity_unique unique (identity),
  constraint tunnel_psk_unique unique (psk_digest)
);
create index tunnel_by_tenant on tunnel (tenant, id);
create index tunnel_marked on tunnel (id) where marked;
create index tunnel_by_primary on tunnel (primary_pop);
create index tunnel_by_failover on tunnel (failover_pop);
