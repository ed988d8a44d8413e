#!/usr/bin/env bash
# Packages what was built as dist/podo-VERSION-linux-ARCH.tar.gz; called by ./dev dist. ARCH is this machine's, or the argument:
# arm64 can be made on amd64, then without the caches, for which the distribution would have to run.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../../.." && pwd)
: "${JAVA_HOME:?}"

# Used by reflection or by name only, so that jdeps cannot see it: zip files as file systems (the demo reads the
# sample's classes from its jar), and what tools need to look into a process that runs.
extra_modules=jdk.zipfs,jdk.management.agent
# The time of every file: Java compares it with the one that the AOT cache was trained with, and tar keeps whole seconds.
timestamp=@1793491200

version=$(sed -n 's|^ *<version>\(.*\)</version>$|\1|p' "$root/pom.xml" | head -1)
case "${1:-$(uname -m)}" in
  x86_64 | amd64) arch=amd64 rocks=linux64 netty=x86_64 machine=x86_64 ;;
  aarch64 | arm64) arch=arm64 rocks=linux-aarch64 netty=aarch_64 machine=aarch64 ;;
  *) echo "dist: no distribution is made for ${1:-$(uname -m)}, only for amd64 and arm64" >&2; exit 1 ;;
esac
if [ "$machine" = "$(uname -m)" ]; then runs_here=yes; else runs_here=; fi
if [ -z "$runs_here" ] && [ $arch != arm64 ]; then echo "dist: $arch is made on $machine only" >&2; exit 1; fi
name=podo-$version-linux-$arch
out=$root/dist
home=$out/$name

copy_jars() {
  mkdir -p "$home/lib/native"
  cp "$root"/program/target/lib/*.jar "$root"/program/target/lib/jvm.options "$home/lib/"
}

# Native libraries inside jars would be unpacked at each start; and those of other platforms are of no use here.
unpack_natives() {
  local jar work
  work=$(mktemp -d)
  for jar in "$home"/lib/netty-transport-native-epoll-*-linux-"$netty".jar; do
    (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$jar")
  done
  mv "$work"/META-INF/native/*.so "$home/lib/native/"
  rm -rf "$work" "$home"/lib/netty-transport-native-epoll-*-linux-*.jar

  jar=$(ls "$home"/lib/rocksdbjni-*.jar)
  work=$(mktemp -d)
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$jar")
  mv "$work/librocksdbjni-$rocks.so" "$home/lib/native/"
  rm -f "$work"/librocksdbjni-* "$jar"
  "$JAVA_HOME/bin/jar" --create --file "$jar" --manifest "$work/META-INF/MANIFEST.MF" -C "$work" org
  rm -rf "$work"
}

make_runtime() {
  local found modules=() work
  if [ -z "$runs_here" ]; then
    work=$(mktemp -d)
    modules=(--module-path "$("$root/program/src/dist/arm64-modules.sh" "$work")")
  fi
  # The last line is the list; what stands before it are remarks on other people's jars.
  found=$("$JAVA_HOME/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps "$home"/lib/*.jar | tail -1)
  "$JAVA_HOME/bin/jlink" "${modules[@]}" --add-modules "$found,$extra_modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --output "$home/jre"
  if [ -z "$runs_here" ]; then rm -rf "$work"; fi
  echo "   run time of $found,$extra_modules"
}

copy_documents() {
  cp "$root/podo" "$root/LICENSE" "$root/NOTICE" "$root/CHANGELOG.md" "$home/"
  cp "$root/program/src/dist/README.md" "$root/program/src/dist/podo.service" "$home/"
}

# The caches are trained by the distribution itself, with the flags that it runs with: one for the server, one for the
# commands. Profiles of methods are left out: with them Java compiles at once what was hot in training, and that keeps
# one of two cores busy during a start.
train() { # CACHE VARIABLE COMMAND...: the variable is the one that hands Java its options
  local cache=$1 variable=$2 data
  shift 2
  data=$(mktemp -d)
  env HOME="$data" "$variable=-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput=$home/lib/$cache" \
    "$home/podo" "$@" --data-dir "$data/cluster" --runtime simulated --api-port 0 >>"$out/training.log" 2>&1 ||
    { echo "dist: the training run failed; its output is in $out/training.log" >&2; exit 1; }
  HOME=$data "$home/podo" down --data-dir "$data/cluster" --runtime simulated >>"$out/training.log" 2>&1 || true # if one still runs
  rm -rf "$data"
  [ -f "$home/lib/$cache" ] || { echo "dist: the training run left no AOT cache; see $out/training.log" >&2; exit 1; }
}

# With AOTMode=on Java refuses to start where it would otherwise ignore the cache in silence.
check() {
  local elsewhere
  elsewhere=$(mktemp -d)
  tar -C "$elsewhere" -xf "$out/$name.tar.gz"
  PODO_JAVA_OPTS="-XX:AOTMode=on" "$elsewhere/$name/podo" serve --help >/dev/null
  PODO_JAVA_OPTS="-XX:AOTMode=on" "$elsewhere/$name/podo" version >/dev/null
  rm -rf "$elsewhere"
}

# What does not run here can neither be trained nor tried.
if [ -z "$runs_here" ]; then
  train() { :; }
  check() { :; }
fi

rm -rf "$home" "$home.tar.gz" "$out/training.log"
mkdir -p "$home"
copy_jars
unpack_natives
make_runtime
copy_documents
find "$home" -exec touch --no-dereference --date="$timestamp" {} +
train serve.aot PODO_JAVA_OPTS train
train command.aot PODO_COMMAND_JAVA_OPTS up
tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner -czf "$out/$name.tar.gz" "$name"
check
rm -rf "$home"
ls -l "$out/$name.tar.gz"
