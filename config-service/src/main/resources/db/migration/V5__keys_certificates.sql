-- Keys of the service itself, each sealed under a key-encryption key.
create table service_key (
  name   text primary key,
  sealed text not null
);

-- What was last ordered to be sealed anew, and under which key. One row at most.
create table reseal (
  one       boolean primary key default true check (one),
  key_id    text        not null,
  requested timestamptz not null,
  finished  timestamptz
);

create table certificate (
  holder     text primary key,                                 -- root, or pop/ and its name
  pop        text references pop (name) on delete cascade,
  brought    boolean     not null,                             -- by an operator, else issued here
  chain      text        not null,                             -- comma-separated Base64 of DER, the holder's own first
  key_sealed text        not null,
  not_before timestamptz not null,
  not_after  timestamptz not null,
  constraint certificate_holder check (holder = coalesce('pop/' || pop, 'root'))
);

-- Since which revision the keys are what they are, and which of them a device proved last. A gateway's event names the revision it
-- knew, so that a late event of before a rotation is not taken for a proof of the new key.
alter table tunnel
  add column psk_revision          bigint not null default 1,
  add column previous_psk_revision bigint,
  add column psk_used_digest       text,
  add column psk_used_at           timestamptz;
update tunnel set psk_revision = revision;

-- A trigger, so that no way of writing a tunnel can forget it.
create function tunnel_key_changed() returns trigger language plpgsql as $$
begin
  new.previous_psk_revision := case when new.previous_psk_digest = old.psk_digest then old.psk_revision end;
  new.psk_revision := new.revision;
  return new;
end
$$;
create trigger tunnel_key_changed before update of psk_digest on tunnel
  for each row when (old.psk_digest is distinct from new.psk_digest) execute function tunnel_key_changed();
