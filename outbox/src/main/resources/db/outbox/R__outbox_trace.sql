-- Whose doing an event is: the W3C traceparent of the request, null where there was none. Repeatable, because a number
-- would have to be higher than all that the services have given out by now, and lower than those to come.
alter table outbox add column if not exists trace text;
