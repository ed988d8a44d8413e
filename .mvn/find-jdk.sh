# Sourced by ./dev and ./podo: sets JAVA_HOME to a JDK of version 25 or newer, or says what to install.

podo_java_version() { # DIR -> major version, or nothing
  [ -x "$1/bin/javac" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

podo_find_jdk() {
  local dir version
  for dir in "${JAVA_HOME:-}" ${PODO_JDK_PLACES:-/usr/lib/jvm/* /opt/java/* /opt/jdk*}; do
    [ -n "$dir" ] || continue
    version=$(podo_java_version "$dir")
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then
      export JAVA_HOME="$dir"
      return 0
    fi
  done
  echo "podo: no JDK 25 or newer found (looked in JAVA_HOME and /usr/lib/jvm). Install one, for example Temurin 25, and set JAVA_HOME to it." >&2
  return 1
}
