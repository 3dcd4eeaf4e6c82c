#!/bin/bash
# Starts a service in its container, after it has looked for what the service cannot do without: who has forgotten
# something reads one sentence about it, and what is only late is waited for.
set -euo pipefail

# The first process of a container is ended by no signal that it does not ask for.
trap 'exit 143' TERM INT

say() { echo "$CULVERT_SERVICE: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

# need NAME FILE: a file with a secret, which must be there before the start.
need() {
  [[ -r $2 ]] || fail "the $1 is missing: $2 cannot be read. The container 'secrets' makes it at the first start; look at its log, or run 'docker compose up secrets'."
  [[ -s $2 ]] || fail "the $1 is empty: $2. Delete the volume it is in, and 'docker compose up' makes another."
}

# wait_for NAME HOST:PORT: says once that it waits, and once that it need not any more.
wait_for() {
  local host=${2%:*} port=${2##*:} said=
  until (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; do
    [[ -n $said ]] || say "waiting for $1, which does not answer at $2. Is its container running and healthy?"
    said=yes
    sleep 1
  done
  [[ -z $said ]] || say "$1 answers now"
}

if [[ -n ${CULVERT_DATABASE:-} ]]; then
  need "password of the database" /run/culvert/database-password
  QUARKUS_DATASOURCE_PASSWORD=$(</run/culvert/database-password)
  export QUARKUS_DATASOURCE_PASSWORD
  export QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://$CULVERT_DATABASE
  export QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://$CULVERT_DATABASE
  wait_for PostgreSQL "${CULVERT_DATABASE%%/*}"
fi
if [[ $CULVERT_SERVICE == config-service ]]; then
  need "key-encryption key" /run/culvert/kek
fi
if [[ $CULVERT_SERVICE == gateway-service ]]; then
  # shellcheck source=deploy/docker/gateway/network.sh
  source /opt/culvert/network.sh
else
  # A gateway starts without Kafka from what it has kept; the others would start, and have nothing to say.
  wait_for Kafka "$KAFKA_BOOTSTRAP_SERVERS"
fi

cd /app
# shellcheck disable=SC2086 # several options in one variable
exec java @jvm.options ${CULVERT_JVM:-} "$@" @main.options
