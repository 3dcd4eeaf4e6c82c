#!/bin/bash
# Starts Keycloak. The realm's file has gaps for passwords, which Keycloak fills from its environment.
set -euo pipefail
for user in admin viewer operator keycloak-admin; do
  file=/run/culvert/$user-password
  [[ -s $file ]] || {
    echo "keycloak: the password of $user is missing: $file. The container 'secrets' makes it at the first start; look at its log, or run 'docker compose up secrets'." >&2
    exit 1
  }
done
CULVERT_ADMIN_PASSWORD=$(</run/culvert/admin-password)
CULVERT_VIEWER_PASSWORD=$(</run/culvert/viewer-password)
CULVERT_OPERATOR_PASSWORD=$(</run/culvert/operator-password)
KC_BOOTSTRAP_ADMIN_USERNAME=keycloak-admin
KC_BOOTSTRAP_ADMIN_PASSWORD=$(</run/culvert/keycloak-admin-password)
export CULVERT_ADMIN_PASSWORD CULVERT_VIEWER_PASSWORD CULVERT_OPERATOR_PASSWORD KC_BOOTSTRAP_ADMIN_USERNAME KC_BOOTSTRAP_ADMIN_PASSWORD
# Tokens say that they are of the address that users know; the services ask by the name in their own network.
exec /opt/keycloak/bin/kc.sh start --optimized --cache=local --import-realm --http-enabled=true --http-port=8080 \
  --hostname="$CULVERT_IDENTITY_URL" --hostname-backchannel-dynamic=true --proxy-headers=xforwarded
