-- The key before the present one, while a rotation's grace lasts.
alter table tunnel
  add column previous_psk_sealed text,
  add column previous_psk_digest text,
  add column previous_psk_until  timestamptz,
  add constraint tunnel_previous_psk_unique unique (previous_psk_digest),
  add constraint tunnel_previous_psk_whole
    check (num_nulls(previous_psk_sealed, previous_psk_digest, previous_psk_until) in (0, 3));
create index tunnel_previous_psk_until on tunnel (previous_psk_until) where previous_psk_until is not null;
