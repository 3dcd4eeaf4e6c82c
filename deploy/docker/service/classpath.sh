#!/bin/bash
# Prints how the service is started: with one class path in place of Quarkus' own class loader, whose classes the
# JVM's cache could not hold. What Quarkus has transformed comes before what it was made of.
set -euo pipefail
shopt -s nullglob
jars=(quarkus/transformed-bytecode.jar quarkus/generated-bytecode.jar app/*.jar lib/boot/*.jar lib/main/*.jar)
present=()
for jar in "${jars[@]}"; do [[ ! -e $jar ]] || present+=("$jar"); done
(IFS=:; printf -- '-cp\n%s\nio.quarkus.runner.GeneratedMain\n' "${present[*]}")
