-- Two tunnels may exchange their identities or keys in one statement: looked at when it ends, not row by row.
alter table tunnel
  drop constraint tunnel_identity_unique,
  drop constraint tunnel_psk_unique,
  add constraint tunnel_identity_unique unique (identity) deferrable initially immediate,
  add constraint tunnel_psk_unique unique (psk_digest) deferrable initially immediate;
