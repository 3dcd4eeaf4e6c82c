#!/bin/bash
# Starts a service so that the JVM writes its cache, /trained/service.aot. Kafka and devices are not there: how far
# the start comes without them is how much the cache holds. Without a cache the service only starts more slowly.
set -euo pipefail
service=$1
export PATH=/opt/java/bin:$PATH
mkdir -p /trained /tmp/train
chown postgres /tmp/train
cd /app

database=()
if [[ $service == config-service || $service == auth-service ]]; then
  setpriv --reuid=postgres --regid=postgres --clear-groups bash -euc '
    cd /tmp/train
    initdb -D data -U culvert --auth=trust >/dev/null
    pg_ctl -D data -o "-p 15433 -k /tmp/train -h 127.0.0.1" -l log -w start >/dev/null'
  database=(-Dquarkus.datasource.reactive.url=postgresql://127.0.0.1:15433/postgres
    -Dquarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:15433/postgres)
fi

head -c 32 /dev/urandom | base64 >/tmp/train/kek
grep -v '^-XX:AOTCache' jvm.options >/tmp/train/jvm.options
java @/tmp/train/jvm.options -Xmx384m -XX:AOTCacheOutput=/trained/service.aot -Xlog:aot=off -Xlog:cds=off "${database[@]}" \
  -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=15080 -Dkafka.bootstrap.servers=127.0.0.1:15092 \
  -Dquarkus.oidc.auth-server-url=http://127.0.0.1:15081/realms/culvert -Dquarkus.oidc.connection-delay=0S \
  -Dculvert.config.kek-file=/tmp/train/kek -Dculvert.auth.saml-key-file=/tmp/train/saml.pem \
  -Dculvert.auth.login-key-file=/tmp/train/login.json -Dkafka-streams.state.dir=/tmp/train/streams \
  -Dculvert.gateway.pop=train -Dculvert.gateway.address=127.0.0.1 -Dculvert.gateway.state-dir=/tmp/train \
  @main.options >/tmp/train/service.log 2>&1 &
jvm=$!
for _ in {1..120}; do
  kill -0 "$jvm" 2>/dev/null || break
  ! grep -q 'Listening on' /tmp/train/service.log || break
  sleep 1
done
if kill -0 "$jvm" 2>/dev/null; then
  for path in /q/health/ready /q/health/live /q/metrics /api/v2/none; do
    (exec 3<>/dev/tcp/127.0.0.1/15080 && printf 'GET %s HTTP/1.0\r\n\r\n' "$path" >&3 && timeout 5 cat <&3) >/dev/null 2>&1 || true
  done
  kill -TERM "$jvm"
fi
wait "$jvm" || true
grep -h -m 1 -o 'started in [0-9.]*s' /tmp/train/service.log || tail -n 3 /tmp/train/service.log
[[ ${#database[@]} == 0 ]] ||
  setpriv --reuid=postgres --regid=postgres --clear-groups pg_ctl -D /tmp/train/data -m immediate stop >/dev/null
ls -l /trained
