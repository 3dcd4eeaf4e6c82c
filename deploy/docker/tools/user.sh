#!/bin/bash
# A user's machine behind the branch router: everything goes that way. As soon as users must log in she does so.
set -euo pipefail
ip route replace default via "$BRANCH_ROUTER"
echo "nameserver $NAME_SERVER" >/etc/resolv.conf
echo "user: try 'docker compose exec user ping $PROBE' or 'docker compose exec user curl http://www.culvert.test/'"

sent_to_log_in() {
  [[ $(curl -s --max-time 5 -o /dev/null -w '%{http_code}' -H 'Accept: text/html' http://www.culvert.test/) == 302 && -s /run/culvert/root.pem ]]
}
until sent_to_log_in && /opt/culvert/login.sh; do
  sleep 2 &
  wait $!
done
exec sleep infinity
