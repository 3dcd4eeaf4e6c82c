#!/bin/bash
# The name server of the "internet": every name is there, and leads to the web site.
exec dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file --user=root --log-facility=- --no-resolv --no-hosts \
  --local-ttl=60 --address="/#/$WEB_ADDRESS"
