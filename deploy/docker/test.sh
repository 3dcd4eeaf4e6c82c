#!/bin/bash
# Runs docker-compose.yml for real: builds the images, waits until everything is healthy, looks whether the tunnel of the
# story is up and a download crosses it, takes all of it down, and looks whether anything is left. Prints what it
# measured. The services must have been built by Maven. Exits with 77 where there is no Docker engine to be had.
#
#   --keep   leaves everything running
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=${CULVERT_HOME:-$root/.culvert}
PATH=$PATH:/usr/sbin:/sbin
cd "$root"

say() { echo "compose: $*"; }
fail() { say "FAILED: $*"; exit 1; }
skip() {
  say "SKIPPED: $*"
  exit 77
}

started=
up=
finish() {
  local status=$?
  if [[ -n $up && $keep == no ]]; then
    compose down -v --remove-orphans -t 5 >/dev/null 2>&1 || true
  fi
  [[ -z $started || $keep == yes ]] || deploy/docker/engine.sh stop
  exit $status
}

keep=no
case ${1:-} in
  '') ;;
  --keep) keep=yes ;;
  *) fail "test.sh has no option '$1'" ;;
esac

# A stack of the launcher, or another run, may have the usual ports: the engine chooses free ones.
export KEYCLOAK_PORT=0 CONFIG_PORT=0 STATUS_PORT=0 AUTH_PORT=0 GATEWAY_A_PORT=0 GATEWAY_B_PORT=0 PROMETHEUS_PORT=0
export COMPOSE_PROFILES=prometheus
[[ -r deploy/prometheus/prometheus.yml ]] || COMPOSE_PROFILES=
export COMPOSE_PROJECT_NAME=culvert-test
export COMPOSE_HTTP_TIMEOUT=300
for service in config-service gateway-service status-service auth-service; do
  [[ -d $service/target/quarkus-app ]] || fail "$service is not built: ./mvnw -Dquick package"
done
mkdir -p "$state"
trap finish EXIT
if ! docker info >/dev/null 2>&1; then
  DOCKER_HOST=$(deploy/docker/engine.sh start 2>"$state/engine.log") || skip "$(tail -n 1 "$state/engine.log")"
  export DOCKER_HOST
  started=yes
fi
left=$(docker ps -aq --filter label=io.culvert.test=containers && docker network ls -q --filter label=io.culvert.test=containers)
[[ -z $left ]] || fail "tests with -Pcontainers have left something behind; if none is running, remove it ('docker rm -f', 'docker network rm'): $left"

# Both versions of docker-compose read the file. The newer one runs it, where it can be had.
files=(-f docker-compose.yml -f deploy/docker/offline/compose.yml)
runners=()
if runner=$(deploy/docker/compose-v2.sh 2>"$state/compose-v2.log"); then
  runners+=("$runner")
else
  say "docker-compose 2 is NOT TRIED: $(tail -n 1 "$state/compose-v2.log")"
fi
! command -v docker-compose >/dev/null || runners+=(docker-compose)
((${#runners[@]})) || skip "there is no docker-compose"
for runner in "${runners[@]}"; do
  COMPOSE_PROFILES=watch,traces "$runner" "${files[@]}" config >/dev/null 2>"$state/compose-config.log" ||
    fail "docker-compose $("$runner" version --short) does not read the file: $(tail -n 3 "$state/compose-config.log")"
  say "docker-compose $("$runner" version --short) reads the file"
done
compose() { "${runners[0]}" "${files[@]}" "$@"; }

# --- the images ----------------------------------------------------------------------------------

clock() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(clock)" 'BEGIN { printf "%.1f", b - a }'; }

start=$(clock)
deploy/docker/offline/build.sh --watch
say "the images of others are there after $(since "$start") s"
start=$(clock)
# The first makes what all four services have in common; the others take it from there side by side.
{ compose build secrets keycloak config-service && compose build --parallel; } >"$state/compose-build.log" 2>&1 || { tail -n 30 "$state/compose-build.log"; fail "the images cannot be built, see $state/compose-build.log"; }
say "the images of the services are built after $(since "$start") s"
say "sizes in MB, at most 350:"
big=
version=$(sed -n 's/^CULVERT_VERSION=//p' .env)
for image in config-service gateway-service status-service auth-service; do
  size=$(($(docker image inspect -f '{{.Size}}' "culvert/$image:$version") / 1000000))
  say "  $image $size"
  ((size < 350)) || big+=" $image"
  sbom=$(docker run --rm --network none --entrypoint cat "culvert/$image:$version" /app/sbom.json)
  for part in '"bomFormat" *: *"CycloneDX"' "io.culvert/culvert-$image@" "io.quarkus/quarkus-core@$(sed -n 's:.*<quarkus.version>\(.*\)</.*:\1:p' pom.xml)[?\"]"; do
    grep -q "$part" <<<"$sbom" || fail "the bill of materials in the image of $image has no $part"
  done
done

# --- up ------------------------------------------------------------------------------------------

container() { docker ps -aq --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter "label=com.docker.compose.service=$1"; }
parts=(postgres kafka keycloak config-service status-service auth-service gateway-a gateway-b web branch)

up=yes
# Of a run that was killed.
compose down -v --remove-orphans -t 5 >"$state/compose-down.log" 2>&1 || fail "what is left of another run cannot be taken down: $(tail -n 1 "$state/compose-down.log")"
begin=$(clock)
rm -f "$state/compose-up.result"
{ compose up -d --no-build >"$state/compose-up.log" 2>&1 && echo 0 || echo 1; } >"$state/compose-up.result" &
declare -A ready=()
while ((${#ready[@]} < ${#parts[@]})) || [[ ! -s $state/compose-up.result ]]; do
  result=$(cat "$state/compose-up.result" 2>/dev/null || true)
  [[ ${result:-0} == 0 ]] && awk -v t="$(since "$begin")" 'BEGIN { exit !(t < 480) }' || {
    docker ps -a --format '{{.Names}} {{.Status}}'
    for part in "${parts[@]}"; do
      [[ -n ${ready[$part]:-} ]] || { say "the last lines of $part:"; compose logs --tail=15 "$part" 2>&1 || true; }
    done
    tail -n 5 "$state/compose-up.log"
    [[ ${result:-0} == 0 ]] || fail "compose up failed"
    fail "not healthy after eight minutes"
  }
  healthy=$(docker ps --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter health=healthy \
    --format '{{.Label "com.docker.compose.service"}}')
  for part in $healthy; do
    [[ -n ${ready[$part]:-} ]] || ready[$part]=$(since "$begin")
  done
  sleep 0.3
done
[[ $(<"$state/compose-up.result") == 0 ]] || { tail -n 5 "$state/compose-up.log"; fail "compose up failed"; }

say "healthy, in seconds after compose up; of Quarkus' own count how long the start took:"
for part in "${parts[@]}"; do
  took=$(docker logs "$(container "$part")" 2>&1 | grep -o 'started in [0-9.]*s' | tail -n 1 || true)
  say "  $part ${ready[$part]} ${took}"
done

# --- the story -----------------------------------------------------------------------------------

story=$(container story)
[[ $(timeout 180 docker wait "$story") == 0 ]] || { docker logs "$story"; fail "the story does not end well"; }
docker logs "$story" 2>&1 | sed 's/^/compose:   /'
up_at=$(docker logs -t "$story" 2>&1 | sed -n 's/^\([^ ]*\) story: status-service reports the tunnel up$/\1/p')
say "compose up to the tunnel reported up: $(awk -v a="$begin" -v b="$(date -d "$up_at" +%s.%N)" 'BEGIN { printf "%.1f", b - a }') s"

address() { compose port "$1" "$2" | tail -n 1; }
keycloak=$(address keycloak 8080)
password=$(docker exec "$(container user)" cat /run/culvert/admin-password)
token=$(printf %s "$password" | curl -sf "http://$keycloak/realms/culvert/protocol/openid-connect/token" -d grant_type=password \
  -d client_id=culvert-cli -d username=admin --data-urlencode password@- | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
api() { printf 'header = "Authorization: Bearer %s"\n' "$token" | curl -s -K - "$@"; }
status=$(api "http://$(address status-service 8083)/api/v2/status/tunnels")
grep -q '"status":"up"' <<<"${status,,}" || fail "status-service, asked from the host, does not say that the tunnel is up: $status"
say "the host reads the tunnel's status over the published port: up"

user=$(container user)
docker logs "$user" 2>&1 | grep -q 'logged in over SAML' || fail "the user has not logged in: $(docker logs "$user" 2>&1 | tail -n 2)"
docker logs "$user" 2>&1 | grep -v "try 'docker" | sed 's/^/compose:   /'
docker exec "$user" ping -q -c 3 -i 0.3 10.64.0.1 | tail -n 1 | sed 's/^/compose: the user pings the probe of pop-a: /' || fail "no ping to the probe"
want=$(docker exec "$(container web)" cat /srv/site/100MB.sha256)
before=$(clock)
got=$(docker exec "$user" bash -o pipefail -c 'curl -sf --max-time 120 http://www.culvert.test/100MB | sha256sum | cut -d " " -f 1') ||
  fail "the download through the tunnel broke off"
[[ $got == "$want" ]] || fail "the download arrived altered"
say "the user downloaded 100 MB through the tunnel in $(since "$before") s; SHA-256 matches"
say "memory in MiB:"
docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' | sed 's/^/compose:   /; s/ \/ .*//'
total=$(docker stats --no-stream --format '{{.MemUsage}}' | awk '{ n = $1 + 0; if ($1 ~ /GiB/) n *= 1024; if ($1 ~ /KiB/) n /= 1024; s += n } END { printf "%d", s }')
say "  all together $total, at most 3072"

# --- what is said of bad input (docs/operations.md) ------------------------------------------------

# says WHAT SENTENCE IMAGE [what docker run takes before the image]: a container that is given too little says so and,
# but where it can go on, ends with an error.
says() {
  local what=$1 sentence=$2 image=$3 name=$COMPOSE_PROJECT_NAME-bad said= end=
  shift 3
  docker rm -f "$name" >/dev/null 2>&1 || true # of a run that failed here
  docker run -d --name "$name" --label "com.docker.compose.project=$COMPOSE_PROJECT_NAME" --cap-drop ALL "$@" \
    "culvert/$image:$version" >/dev/null 2>"$state/compose-bad.log" || fail "no container for $what: $(tail -n 1 "$state/compose-bad.log")"
  for _ in {1..180}; do
    end=$(docker inspect -f '{{.State.Status}}' "$name")
    said=$(docker logs "$name" 2>&1 | grep -m 1 -o -- "$sentence[^\"]*" || true)
    [[ -z $said && $end == running ]] || break
    sleep 0.5
  done
  [[ -n $said ]] || fail "$what: not said, but: $(docker logs "$name" 2>&1 | tail -n 3)"
  [[ $image == status-service || $(timeout 60 docker wait "$name") != 0 ]] || fail "$what: ended as if all were well"
  docker rm -f "$name" >/dev/null
  say "  $what: ${said:0:140}"
}
# wrong NAME: a volume with secrets like config-service's, but for one that is wrong.
wrong() {
  docker volume create --label "com.docker.compose.project=$COMPOSE_PROJECT_NAME" "$COMPOSE_PROJECT_NAME-wrong-$1" >/dev/null
  docker run --rm --network none -v "${COMPOSE_PROJECT_NAME}_config-secrets:/right:ro" -v "$COMPOSE_PROJECT_NAME-wrong-$1:/wrong" \
    "culvert/tools:$version" bash -c "cp -a /right/. /wrong && openssl rand -base64 32 >/wrong/$1" 2>/dev/null
}
control=(--network "${COMPOSE_PROJECT_NAME}_control" -e KAFKA_BOOTSTRAP_SERVERS=kafka:9092 -e QUARKUS_OIDC_CONNECTION_DELAY=0S)
stores=("${control[@]}" -e CULVERT_DATABASE=postgres:5432/culvert -e CULVERT_CONFIG_KEK_FILE=/run/culvert/kek)
say "what containers say that are given too little:"
says "no /dev/net/tun" 'there is no /dev/net/tun' gateway-service --cap-add NET_ADMIN
says "no NET_ADMIN" 'this container may not make network devices' gateway-service --device /dev/net/tun
says "no secrets" 'the password of the database is missing' config-service "${stores[@]}"
wrong database-password
says "another password" 'refuses the password of user culvert' config-service "${stores[@]}" -v "$COMPOSE_PROJECT_NAME-wrong-database-password:/run/culvert:ro"
wrong kek
says "another key-encryption key" 'stored secrets do not open' config-service "${stores[@]}" -v "$COMPOSE_PROJECT_NAME-wrong-kek:/run/culvert:ro"
says "a wrong realm" 'the identity provider has no realm' status-service "${control[@]}" \
  -e QUARKUS_OIDC_AUTH_SERVER_URL=http://keycloak:8080/realms/none --tmpfs /var/lib/culvert:uid=10001
docker volume rm "$COMPOSE_PROJECT_NAME-wrong-database-password" "$COMPOSE_PROJECT_NAME-wrong-kek" >/dev/null

# --- how fast one starts -------------------------------------------------------------------------------

# With PostgreSQL and Kafka beside it, and with Keycloak, which has nothing to do then.
others=()
for part in config-service status-service auth-service gateway-a gateway-b web branch user prometheus; do
  others+=($(container "$part"))
done
docker stop -t 10 "${others[@]}" >/dev/null
sleep 5 # until the engine has tidied up
say "one alone beside PostgreSQL and Kafka, from 'docker start' to ready (aim 3 s), and Quarkus' own count:"
for part in config-service:8081 status-service:8083 auth-service:8084 gateway-b:8086; do
  port=${part#*:} part=${part%:*}
  id=$(container "$part")
  again=$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)
  before=$(clock)
  docker start "$id" >/dev/null
  ready=http://$(docker inspect -f "{{(index .NetworkSettings.Networks \"${COMPOSE_PROJECT_NAME}_control\").IPAddress}}" "$id"):$port/q/health/ready
  for _ in {1..600}; do
    ! curl -sf -m 2 -o /dev/null "$ready" || break
    sleep 0.1
  done
  took=$(since "$before")
  curl -sf -m 2 -o /dev/null "$ready" || fail "$part does not get ready again"
  say "  $part $took s $(docker logs --since "$again" "$id" 2>&1 | grep -o 'started in [0-9.]*s' | tail -n 1 || true)"
  docker stop -t 10 "$id" >/dev/null
done

# --- down ----------------------------------------------------------------------------------------

if [[ $keep == yes ]]; then
  docker start "${others[@]}" >/dev/null
  say "everything is left running: DOCKER_HOST=${DOCKER_HOST:-} COMPOSE_PROJECT_NAME=$COMPOSE_PROJECT_NAME"
  exit 0
fi
before=$(clock)
compose down -v -t 5 >"$state/compose-down.log" 2>&1 || { tail -n 5 "$state/compose-down.log"; fail "compose down failed"; }
up=
left=$(docker ps -aq --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"
  docker volume ls -q --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"
  docker network ls -q --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME")
[[ -z $left ]] || fail "down -v has left something behind: $left"
say "down -v has left nothing, after $(since "$before") s"
# Aims, and no conditions: the cache of the start differs by some MB from one build to the next.
[[ -z $big ]] || say "MISSED: these images are over 350 MB:$big"
((total < 3072)) || say "MISSED: the containers take more than 3 GiB of memory"
say "passed"
