#!/bin/bash
# What an admin does: makes the tunnel of the branch office over REST, and looks whether it comes up. Run again it
# finds the tunnel as it is.
set -euo pipefail

say() { echo "story: $*"; }
fail() { say "$*" >&2; exit 1; }

token() {
  curl -sf --max-time 10 "$KEYCLOAK_URL/realms/culvert/protocol/openid-connect/token" -d grant_type=password \
    -d client_id=culvert-cli -d username=admin --data-urlencode password@/run/culvert/admin-password | jq -er .access_token
}

bearer=$(token) || fail "Keycloak gives the user admin no token at $KEYCLOAK_URL: is it healthy, and was its volume made with the same secrets? ('docker compose down -v' starts afresh.)"
api() { curl -s --max-time 10 -H "Authorization: Bearer $bearer" -H 'Content-Type: application/json' "$@"; }

tunnels=$CONFIG_URL/api/v2/steering/ipsec/tunnels
id=$(api "$tunnels?site=$SITE" | jq -r --arg site "$SITE" '.result[]? | select(.site == $site) | .id' | head -n 1)
if [[ -z $id ]]; then
  answer=$(jq -n --arg site "$SITE" --arg identity "$BRANCH_IDENTITY" --rawfile psk /run/culvert/psk '{site: $site,
      srcidentity: $identity, psk: $psk, encryption: "AES256-GCM", pops: ["pop-a", "pop-b"], sourcetype: "Mixed",
      notes: "Made by docker compose", enable: true}' | api "$tunnels" -d @-)
  id=$(jq -r '.data[0].id // empty' <<<"$answer")
  [[ -n $id ]] || fail "config-service does not make the tunnel: $answer"
  say "tunnel $SITE is created over REST, number $id"
else
  say "tunnel $SITE is there, number $id"
fi

for _ in {1..120}; do
  status=$(api "$STATUS_URL/api/v2/status/tunnels/$id" | jq -r '.result[0].status // empty')
  if [[ ${status,,} == up ]]; then
    say "status-service reports the tunnel up"
    exit 0
  fi
  sleep 1
done
fail "the tunnel is '${status:-unknown}' after two minutes; the logs of 'branch' and 'gateway-a' say why"
