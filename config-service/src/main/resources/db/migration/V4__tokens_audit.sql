alter table tenant add column version bigint not null default 1;

create sequence api_token_id start 1;
create table api_token (
  id         bigint primary key,
  tenant     text        not null references tenant (id),
  name       text        not null,
  prefix     text        not null,             -- of the secret, for people
  digest     text        not null,             -- of the secret, SHA-256
  scopes     text        not null,             -- comma-separated: path, blank, access
  expires    timestamptz not null,
  created    timestamptz not null,
  created_by text        not null,
  last_used  timestamptz,
  revoked    timestamptz,
  version    bigint      not null,
  constraint api_token_digest_unique unique (digest)
);
create unique index api_token_name_unique on api_token (tenant, name) where revoked is null;
create index api_token_by_tenant on api_token (tenant, id);

create table audit (
  id            bigint generated always as identity primary key,
  time          timestamptz not null,
  tenant        text,                          -- null: the operator's own
  actor_kind    text        not null,
  actor_id      text        not null,
  actor_name    text        not null,
  address       text        not null,
  action        text        not null,
  object_type   text        not null,
  object_id     text        not null,
  object_name   text        not null,
  fields_before text        not null,          -- a JSON object
  fields_after  text        not null           -- a JSON object
);
create index audit_by_tenant on audit (tenant, id);
create index audit_by_object on audit (object_type, object_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log can only be added to';
end
$$;
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();

create table idempotency_key (
  tenant  text        not null references tenant (id),
  key     text        not null,
  request text        not null,                -- keyed hash
  status  integer,                             -- null only within the transaction of the request
  body    text,
  tag     text,
  created timestamptz not null,
  primary key (tenant, key)
);
create index idempotency_key_by_created on idempotency_key (created);
