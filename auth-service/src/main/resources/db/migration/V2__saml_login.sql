-- Log-ins on their way through an identity provider, for all instances (docs/adr/0014).
create table saml_login (
  request  text        primary key,  -- the ID of the request that was sent
  tenant   text        not null,
  account  bigint      not null,
  issued   text,                     -- the gateway's ticket, JSON; null for an admin's test
  nonce    text,                     -- that of the ticket
  browser  text,                     -- digest of the cookie of the browser that began it
  answered text,                     -- what the identity provider said, JSON; null until it did
  handle   text,                     -- digest of what ends it
  ended    boolean     not null default false,
  until    timestamptz not null
);
create index saml_login_nonce on saml_login (nonce);
create unique index saml_login_handle on saml_login (handle) where handle is not null;
create index saml_login_until on saml_login (until);

-- Sessions at hosts, and those at identity providers that they follow from, so that both end together.
create table saml_session (
  tenant        text        not null,
  account       bigint      not null,
  name_id       text        not null,
  session_index text,
  tunnel        bigint      not null,
  user_ip       text        not null,
  user_name     text        not null,
  browser       text        not null,  -- digest of the cookie of the browser that began it
  until         timestamptz not null,
  primary key (tenant, tunnel, user_ip)
);
create index saml_session_name on saml_session (name_id);
create index saml_session_browser on saml_session (browser);
create index saml_session_until on saml_session (until);

-- What gateways were last told of this service's address and key.
alter table tenant_auth add column announced text;
