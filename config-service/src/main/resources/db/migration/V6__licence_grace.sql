-- How long live tunnels may stay when the licence for IPsec is taken away (ISO 8601), and until when.
alter table tenant
  add column licence_grace       text not null default 'PT168H',
  add column licence_grace_until timestamptz;
alter table tenant alter column licence_grace drop default;

-- Keys on Kafka are sealed in another way (docs/adr/0011): every tunnel is told again.
update tunnel set marked = true;
