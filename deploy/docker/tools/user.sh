#!/bin/bash
# A user's machine behind the branch router: everything goes that way.
set -euo pipefail
ip route replace default via "$BRANCH_ROUTER"
echo "nameserver $NAME_SERVER" >/etc/resolv.conf
echo "user: try 'docker compose exec user ping $PROBE' or 'docker compose exec user curl http://www.culvert.test/'"
exec sleep infinity
