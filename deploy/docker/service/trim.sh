#!/bin/bash
# Takes out of the libraries in this folder what is for other systems than this one, of RocksDB alone 50 MB, and the
# signatures of BouncyCastle: the JVM's cache holds no class of a signed file, so each start would read and verify the
# whole of it. The JDK asks no signature of a provider, and Maven has compared the files with their checksums.
set -euo pipefail
cd "$1"
shopt -s nullglob
for jar in org.bouncycastle.*.jar; do
  zip -qd "$jar" 'META-INF/*.SF' 'META-INF/*.RSA' 'META-INF/*.DSA' 'META-INF/*.EC' 2>/dev/null || [[ $? == 12 ]] # has none
done
case $(uname -m) in
  x86_64) here='linux/amd64/|Linux/x86_64/|linux64\.so$' ;;
  aarch64) here='linux/aarch64/|Linux/aarch64/|linux-aarch64\.so$' ;;
  *) exit 0 ;;
esac
for jar in *.rocksdbjni-*.jar *.zstd-jni-*.jar *.snappy-java-*.jar *.lz4-java-*.jar; do
  mapfile -t others < <(jar -tf "$jar" | grep -E '\.(so|dll|dylib|jnilib|a)$' | grep -Ev "$here")
  ((${#others[@]} == 0)) || zip -qd "$jar" "${others[@]}"
done
