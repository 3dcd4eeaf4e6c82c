#!/bin/bash
# Makes every secret of the system that is not there yet, each in the volume of the container that reads it and in no
# other. Run again it changes nothing: what the database is sealed with must stay what it is.
set -euo pipefail
umask 077
cd /secrets

# keep OWNER FILE: keeps what it reads as this file, unless there is one.
keep() {
  local owner=$1 file=$2
  if [[ -s $file ]]; then
    cat >/dev/null
    return
  fi
  cat >"$file.new"
  chown "$owner" "$file.new"
  chmod 400 "$file.new"
  mv "$file.new" "$file"
}

# copy OWNER FROM TO: the same secret for a second reader.
copy() { keep "$1" "$3" <"$2"; }

password() { openssl rand -base64 24 | tr '+/' '-_' | tr -d '\n'; }

# The raw 32 octets of an X25519 key are the end of both of its DER forms (RFC 8410).
pop_key() {
  local der
  der=$(mktemp)
  openssl genpkey -algorithm X25519 -outform DER -out "$der"
  printf '{"publicKey":"%s","privateKey":"%s"}' \
    "$(openssl pkey -inform DER -in "$der" -pubout -outform DER | tail -c 32 | base64)" \
    "$(tail -c 32 "$der" | base64)"
  rm "$der"
}

culvert=10001 postgres=999 keycloak=1000 grafana=472

password | keep $postgres postgres/password
copy $culvert postgres/password config/database-password
copy $culvert postgres/password auth/database-password

openssl rand -base64 32 | keep $culvert config/kek
for pop in pop-a pop-b; do pop_key | keep root "$pop/pop-key.json"; done

# config-service makes these POPs when it has none.
jq -n --arg a "$(jq -r .publicKey pop-a/pop-key.json)" --arg b "$(jq -r .publicKey pop-b/pop-key.json)" '[
  {name: "pop-a", region: "US-CA", location: "San Francisco, CA, US", latitude: 37.77, longitude: -122.42,
   gateways: ["192.0.2.11"], probe: "10.64.0.1", acceptingTunnels: true, releaseDeploymentDay: "Day-1", publicKey: $a},
  {name: "pop-b", region: "DE-HE", location: "Frankfurt, HE, DE", latitude: 50.11, longitude: 8.68,
   gateways: ["192.0.2.21"], probe: "10.64.0.2", acceptingTunnels: true, releaseDeploymentDay: "Day-3", publicKey: $b}]' |
  keep $culvert config/pops.json

for user in admin viewer operator keycloak-admin; do password | keep $keycloak "keycloak/$user-password"; done
copy root keycloak/admin-password story/admin-password
copy root keycloak/viewer-password story/viewer-password
copy root keycloak/operator-password story/operator-password
copy root keycloak/keycloak-admin-password story/keycloak-admin-password
password | keep root branch/psk
copy root branch/psk story/psk

password | keep $grafana grafana/password
copy root grafana/password story/grafana-password

# The sites of the "internet" prove their names with a certificate of an authority of this system alone.
if [[ ! -s internet/site.pem ]]; then
  work=$(mktemp -d)
  ec=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650)
  openssl req -x509 "${ec[@]}" -keyout "$work/ca.key" -out "$work/ca.pem" -subj "/CN=Culvert stack public CA" 2>/dev/null
  openssl req -x509 "${ec[@]}" -CA "$work/ca.pem" -CAkey "$work/ca.key" -keyout "$work/site.key" -out "$work/site.pem" \
    -subj "/CN=*.culvert.test" -addext "subjectAltName=DNS:*.culvert.test,DNS:culvert.test" \
    -addext "basicConstraints=critical,CA:FALSE" 2>/dev/null
  keep root internet/site.key <"$work/site.key"
  keep root internet/authority.pem <"$work/ca.pem"
  copy root internet/authority.pem story/authority.pem
  keep root internet/site.pem <"$work/site.pem"
  rm -r "$work"
fi

echo "secrets: all are there; 'docker compose exec user cat /run/culvert/admin-password' and the like show the passwords"
