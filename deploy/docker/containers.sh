#!/bin/bash
# Runs integration tests against containers of PostgreSQL and Kafka instead of the embedded servers, on the engine that
# Docker's own command asks, with the images of .env. Chosen are the classes that ask most of both servers;
# CONTRIBUTING.md says how to run them all. Reports are in target/containers-reports of each module.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=${CULVERT_HOME:-$root/.culvert}
log=$state/containers.log
cd "$root"

tests=(
  OutboxRelayTest      # outbox: order, loss of either server, notifications, two relays
  EventTest            # config-service: transactions, events, a consumer
  SessionResourceTest  # auth-service: its tables and topics
)

mkdir -p "$state"
start=$SECONDS
status=0
./mvnw -B -ntp -Pcontainers -pl config-service,auth-service -am --fail-at-end -Dspotless.check.skip \
  -Dmaven.compiler.useIncrementalCompilation=false \
  -Dtest="$(IFS=, && echo "${tests[*]}")" -Dsurefire.failIfNoSpecifiedTests=false test >"$log" 2>&1 || status=$?
sed -n 's/^\[[A-Z]*\] \(Tests run: .*, Time elapsed: .*\) -- in /containers: \1, /p' "$log"
((status == 0)) || { grep '^\[ERROR\]' "$log" | head -n 20; echo "containers: FAILED, see $log"; exit 1; }
left=$(docker ps -aq --filter label=io.culvert.test=containers && docker network ls -q --filter label=io.culvert.test=containers)
[[ -z $left ]] || { echo "containers: the tests have left something behind: $left"; exit 1; }
echo "containers: passed after $((SECONDS - start)) s; nothing is left"
