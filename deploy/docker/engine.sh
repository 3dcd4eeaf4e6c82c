#!/bin/bash
# A Docker engine for the tests where none answers: of the distribution's packages, beside whatever networks this
# machine has. It makes no rule of the firewall and forwards nothing. Exits with 77 and one sentence where there is none
# to be had.
#
#   engine.sh install   installs it, and what images are made with where none can be pulled
#   engine.sh start     starts it and prints where it listens, for DOCKER_HOST; where one answers, that one
#   engine.sh stop      stops what 'start' has started
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${CULVERT_HOME:-$root/.culvert}/docker
own=unix://$folder/engine.sock
PATH=$PATH:/usr/sbin:/sbin

none() {
  echo "engine: $*" >&2
  exit 77
}

answers() { DOCKER_HOST=${1:-} docker info >/dev/null 2>&1; }

# Whether all that is needed is there: 'command -v' with several names asks for one of them.
installed() {
  local program
  for program in docker dockerd docker-compose debootstrap unzip xz; do
    command -v $program >/dev/null || return 1
  done
}

install() {
  local policy=/usr/sbin/policy-rc.d guarded= said=
  ! installed || return 0
  [[ $(id -u) == 0 ]] || none "no Docker engine answers, and without root none can be installed and started"
  command -v apt-get >/dev/null || none "no Docker engine answers, and this system has no apt-get to install one with"
  # The package would start an engine of the system, which changes the machine's firewall.
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    guarded=yes
  fi
  said=$(apt-get -o DPkg::Lock::Timeout=300 update -qq 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
    install -y -qq --no-install-recommends docker.io docker-compose debootstrap unzip xz-utils 2>&1) || true
  [[ -z $guarded ]] || rm -f $policy
  installed || none "docker.io and docker-compose cannot be installed: $(tail -n 1 <<<"$said")"
}

# Whether an engine has this process id: one that was killed leaves its own in a file, and another may get it.
running() { [[ -n $1 && $(ps -o stat= -o comm= -p "$1" 2>/dev/null) == [!Z]*dockerd ]]; }

start() {
  mkdir -p "$folder"
  running "$(cat "$folder/engine.pid" 2>/dev/null)" || rm -f "$folder/engine.pid"
  setsid dockerd --host "$own" --data-root "$folder/data" --exec-root "$folder/run" --pidfile "$folder/engine.pid" \
    --bridge none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false >"$folder/engine.log" 2>&1 </dev/null &
  local engine=$!
  for _ in {1..60}; do
    ! answers "$own" || return 0
    kill -0 $engine 2>/dev/null || break
    sleep 0.5
  done
  none "the Docker engine does not start here: $(tail -n 1 "$folder/engine.log")"
}

# What tests that were killed have left in it; they would be taken for a fault of the next.
tidy() {
  local mark=label=io.culvert.test=containers
  DOCKER_HOST=$own docker ps -aq --filter $mark | DOCKER_HOST=$own xargs -r docker rm -f >/dev/null
  DOCKER_HOST=$own docker network ls -q --filter $mark | DOCKER_HOST=$own xargs -r docker network rm >/dev/null
}

stop() {
  local engine
  engine=$(cat "$folder/engine.pid" 2>/dev/null || true)
  if running "$engine"; then
    kill "$engine"
    for _ in {1..60}; do
      running "$engine" || break
      sleep 0.5
    done
    ! running "$engine" || { echo "engine: process $engine has not ended" >&2; return; }
  fi
  # It leaves the first mounted, and one that was killed the other; then nobody could delete the folder.
  umount "$folder"/run/netns/* "$folder/data" 2>/dev/null || true
}

case ${1:-} in
  install) answers "${DOCKER_HOST:-}" || install ;;
  start)
    if answers "${DOCKER_HOST:-}"; then
      echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
    else
      # One of a run that was killed is as good.
      answers "$own" || { install && start; }
      tidy
      echo "$own"
    fi
    ;;
  stop) stop ;;
  *)
    echo "usage: engine.sh install | start | stop" >&2
    exit 2
    ;;
esac
