#!/bin/bash
# Prints where a docker-compose of version 2 is: the engine's own, or of Debian 13, unpacked beside this system. Exits
# with 77 and one sentence where none can be had.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${CULVERT_HOME:-$root/.culvert}/compose-v2
program=$folder/usr/libexec/docker/cli-plugins/docker-compose

none() {
  echo "compose-v2: $*" >&2
  exit 77
}

for own in ~/.docker/cli-plugins /usr/{local/,}libexec/docker/cli-plugins /usr/{local/,}lib/docker/cli-plugins; do
  [[ ! -x $own/docker-compose ]] || { echo "$own/docker-compose"; exit; }
done
if [[ ! -x $program ]]; then
  command -v apt-get >/dev/null || none "this system has no apt-get to fetch one with"
  mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | head -n 1)}
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  echo "deb $mirror trixie main" >"$work/sources.list"
  apt() {
    apt-get -qq -o APT::Sandbox::User=root -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- \
      -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" "$@"
  }
  said=$(cd "$work" && { apt update && apt download docker-compose; } 2>&1) || none "Debian 13 cannot be read: $(tail -n 1 <<<"$said")"
  mkdir -p "$folder"
  dpkg-deb -x "$work"/docker-compose_2*.deb "$folder" || none "Debian's package cannot be unpacked"
fi
"$program" version --short >/dev/null 2>&1 || none "$program does not run here"
echo "$program"
