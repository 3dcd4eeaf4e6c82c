-- The transactional outbox of one service. It lives in the service's own schema (Flyway's default schema).
create table outbox (
  id      bigint generated always as identity primary key,
  topic   text        not null,
  key     text        not null,
  value   text,                                  -- JSON; null is a tombstone
  type    text        not null,                  -- CloudEvents type
  created timestamptz not null default now(),
  parked  text                                   -- why Kafka will never take this row; null while it may
);

create function outbox_notify() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_table_schema || '_outbox', '');
  return null;
end $$;

create trigger outbox_notify after insert on outbox
  for each statement execute function outbox_notify();
