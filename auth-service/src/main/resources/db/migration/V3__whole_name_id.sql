-- What a name at an identity provider is qualified by: log-outs must say it as the log-in did.
alter table saml_session
  add column name_format       text,
  add column name_qualifier    text,
  add column name_sp_qualifier text;
