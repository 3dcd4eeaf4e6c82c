#!/bin/bash
# Takes out of the libraries in this folder what is for other systems than this one: of RocksDB alone 50 MB.
set -euo pipefail
cd "$1"
case $(uname -m) in
  x86_64) here='linux/amd64/|Linux/x86_64/|linux64\.so$' ;;
  aarch64) here='linux/aarch64/|Linux/aarch64/|linux-aarch64\.so$' ;;
  *) exit 0 ;;
esac
shopt -s nullglob
for jar in *.rocksdbjni-*.jar *.zstd-jni-*.jar *.snappy-java-*.jar *.lz4-java-*.jar; do
  mapfile -t others < <(jar -tf "$jar" | grep -E '\.(so|dll|dylib|jnilib|a)$' | grep -Ev "$here")
  ((${#others[@]} == 0)) || zip -qd "$jar" "${others[@]}"
done
