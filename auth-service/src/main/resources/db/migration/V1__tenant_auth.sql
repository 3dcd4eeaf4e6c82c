-- One row per tenant: all it has set, as one JSON document (docs/adr: one row per tenant in auth-service).
create table tenant_auth (
  tenant   text   primary key,
  version  bigint not null,       -- that of the last auth-changes event
  document text   not null
);
