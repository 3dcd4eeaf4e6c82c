#!/bin/bash
# Formats the log at the first start, then runs the node. KAFKA_LOG_DIRS is log.dirs, and so on.
set -euo pipefail
properties=/tmp/server.properties
env | sed -n 's/^KAFKA_\([A-Z_]*\)=/\1=/p' | while IFS='=' read -r name value; do
  [[ $name == HEAP_OPTS ]] || echo "$(tr 'A-Z_' 'a-z.' <<<"$name")=$value"
done >$properties
if [[ ! -e $KAFKA_LOG_DIRS/meta.properties ]]; then
  java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '/opt/kafka/libs/*' kafka.tools.StorageTool format -t "$CLUSTER_ID" -c $properties --ignore-formatted >/dev/null
fi
# shellcheck disable=SC2086 # several options in one variable
exec java ${KAFKA_HEAP_OPTS:-} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*' kafka.Kafka $properties
