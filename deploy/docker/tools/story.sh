#!/bin/bash
# What an admin does: makes the tunnel of the branch office over REST, looks whether it comes up, and then wants users to
# log in. Run again it finds all that as it is.
set -euo pipefail

say() { echo "story: $*"; }
fail() { say "$*" >&2; exit 1; }

token() {
  curl -sf --max-time 10 "$KEYCLOAK_URL/realms/culvert/protocol/openid-connect/token" -d grant_type=password \
    -d client_id=culvert-cli -d username=admin --data-urlencode password@/run/culvert/admin-password | jq -er .access_token
}

bearer=$(token) || fail "Keycloak gives the user admin no token at $KEYCLOAK_URL: is it healthy, and was its volume made with the same secrets? ('docker compose down -v' starts afresh.)"
api() { curl -s --max-time 10 -H "Authorization: Bearer $bearer" "$@"; }
json='Content-Type: application/json'

tunnels=$CONFIG_URL/api/v2/steering/ipsec/tunnels
id=$(api "$tunnels?site=$SITE" | jq -r --arg site "$SITE" '.result[]? | select(.site == $site) | .id' | head -n 1)
if [[ -z $id ]]; then
  answer=$(jq -n --arg site "$SITE" --arg identity "$BRANCH_IDENTITY" --rawfile psk /run/culvert/psk '{site: $site,
      srcidentity: $identity, psk: $psk, encryption: "AES256-GCM", pops: ["pop-a", "pop-b"], sourcetype: "Mixed",
      notes: "Made by docker compose", enable: true}' | api -H "$json" "$tunnels" -d @-)
  id=$(jq -r '.data[0].id // empty' <<<"$answer")
  [[ -n $id ]] || fail "config-service does not make the tunnel: $answer"
  say "tunnel $SITE is created over REST, number $id"
else
  say "tunnel $SITE is there, number $id"
fi

# await WHAT COMMAND...: until it succeeds; two minutes at most.
await() {
  local what=$1
  shift
  for _ in {1..120}; do
    ! "$@" || return 0
    sleep 1
  done
  fail "$what"
}

reported_up() {
  status=$(api "$STATUS_URL/api/v2/status/tunnels/$id" | jq -r '.result[0].status // empty')
  [[ ${status,,} == up ]]
}
await "the tunnel is not up after two minutes; the logs of 'branch' and 'gateway-a' say why" reported_up
say "status-service reports the tunnel up"

# --- users log in --------------------------------------------------------------------------------

# What users' machines trust, as their admin hands it out.
api "$CONFIG_URL/api/v2/certificates/root.pem" >/run/culvert/root.pem.new
grep -q 'BEGIN CERTIFICATE' /run/culvert/root.pem.new || fail "config-service gives no root certificate"
mv /run/culvert/root.pem.new /run/culvert/root.pem

authentication=$AUTH_URL/api/v2/authentication
# put PATH BODY: replaces a part of the settings.
put() {
  local answer
  answer=$(api -X PUT -H "$json" "$authentication$1" -d "$2" -w '\n%{http_code}')
  [[ ${answer##*$'\n'} == 2?? ]] || fail "auth-service refuses $1: $answer"
}
if [[ $(api "$authentication" | jq .result.enabled) != true ]]; then
  account=$(curl -sf --max-time 10 "$KEYCLOAK_URL/realms/culvert/protocol/saml/descriptor" |
    api -H 'Content-Type: application/xml' "$authentication/saml-accounts/import-metadata?name=Keycloak" --data-binary @- | jq -r '.result.id // empty')
  [[ -n $account ]] || fail "auth-service does not take Keycloak's metadata"
  put "/saml-accounts/$account" "$(api "$authentication/saml-accounts/$account" |
    jq '.result | del(.id, .certificate, .certificates) | .groupAttribute = "groups"')"
  put "" "{\"enabled\": true, \"account\": $account, \"organisation\": \"Demo Ltd\"}"
fi
say "users behind the tunnel must log in now, at Keycloak over SAML"

logged_in() {
  session=$(api "$authentication/sessions?tunnel=$id" | jq -r '.result[0] | select(.) | "\(.user) at \(.userIp)"')
  [[ -n $session ]]
}
await "nobody has logged in after two minutes; the log of 'user' says why" logged_in
say "auth-service lists a session: $session"
