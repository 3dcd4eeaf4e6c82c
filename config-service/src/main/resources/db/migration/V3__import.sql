-- Files of tunnels that were reviewed and may be committed. They expire, with the sealed keys of their rows.
create table tunnel_import (
  tenant    text        not null references tenant (id),
  id        uuid        not null,                 -- chosen by the client, so unique in the tenant only
  number    bigint      not null generated always as identity,
  state     text        not null,
  force     boolean     not null,
  creates   integer     not null default 0,
  updates   integer     not null default 0,
  unchanged integer     not null default 0,
  errors    integer     not null default 0,
  phase     text        not null,
  done      integer     not null,
  total     integer     not null,
  reason    text,                                 -- why it failed
  expires   timestamptz not null,
  primary key (tenant, id),
  constraint tunnel_import_number_unique unique (number)
);
create index tunnel_import_expires on tunnel_import (expires);

-- No foreign key to tunnel_import: checked row by row it would cost more than the rows themselves. Whoever removes an
-- import removes its rows in the same transaction.
create table tunnel_import_row (
  import         bigint  not null,                -- tunnel_import.number
  line           integer not null,
  action         text    not null,
  site           text,
  tunnel_id      bigint,                          -- of a tunnel to be made too
  tunnel_version bigint,                          -- as reviewed; 0 when it is to be made
  identity_kind  text,
  identity       text,
  source_ip      text,
  primary_pop    text,
  failover_pop   text,
  encryption     text,
  psk_sealed     text,                            -- null leaves the present key
  psk_digest     text,
  bandwidth_mbps integer,
  enabled        boolean,
  changes        jsonb,
  errors         jsonb,
  warnings       jsonb,
  primary key (import, line)
);
