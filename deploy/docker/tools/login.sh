#!/bin/bash
# What a user's browser does when she opens a page and must log in first: follows the redirects, fills in Keycloak's
# form, takes the answer back, and is on her page. Her machine trusts the authority of this "internet", and the root
# certificate of Culvert that the admin has handed out.
set -euo pipefail
page=${1:-https://www.culvert.test/}

fail() { echo "user: $*" >&2; exit 1; }

[[ -s /run/culvert/root.pem ]] ||
  fail "Culvert's root certificate is not there yet, /run/culvert/root.pem: the container 'story' fetches it when the tunnel is up"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat /run/culvert/authority.pem /run/culvert/root.pem >"$work/trusted.pem"

# ask URL [what curl takes more]: leaves the body in $work/page, and the address of the last redirect in $where.
ask() {
  where=$(curl -sL --max-time 30 -H 'Accept: text/html' -b "$work/cookies" -c "$work/cookies" --cacert "$work/trusted.pem" \
    -o "$work/page" -w '%{url_effective} %{http_code}' "$@") || fail "$1 cannot be opened"
  code=${where##* }
  where=${where% *}
}

unescaped() { sed 's/&#x2F;/\//g; s/&#x3D;/=/g; s/&amp;/\&/g'; }
action() { grep -o '<form[^>]*action="[^"]*"' "$work/page" | head -n 1 | sed 's/.*action="//; s/"$//' | unescaped; }
# The value of a field; into a file, as it may be long.
field() { tr '\n' ' ' <"$work/page" | grep -oi "name=\"$1\"[^>]*value=\"[^\"]*\"" | head -n 1 | sed 's/.*value="//I; s/"$//' | unescaped; }

ask "$page"
[[ $where != "$page" ]] || { echo "user: $page opens without a log-in"; exit 0; }
form=$(action || true)
[[ -n $form ]] || fail "asked for $page, sent to $where ($code), and no form is there to log in"
echo "user: asked for $page and was sent to ${where%%\?*}"
tr -d '\n' </run/culvert/viewer-password >"$work/password"
ask "$form" --data-urlencode username=viewer --data-urlencode "password@$work/password"
answer=$(action || true)
{ field SAMLResponse || true; } | tr -d '\n' >"$work/response"
{ field RelayState || true; } | tr -d '\n' >"$work/state"
[[ -s $work/response ]] || fail "Keycloak does not log the user viewer in ($code)"
ask "$answer" --data-urlencode "SAMLResponse@$work/response" --data-urlencode "RelayState@$work/state"
[[ $where == "$page" && $code == 200 ]] || fail "logged in, but is on $where ($code) instead of $page"
echo "user: logged in over SAML as viewer, and is on $page"
