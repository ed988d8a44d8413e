#!/usr/bin/env bash
# Fetches the arm64 modules of the JDK that builds here, so that jlink can make a run time for the other architecture, and
# prints their folder. They are Debian 13's, which needs the same version to the last digit: jlink takes no other.
set -euo pipefail
work=$1
: "${JAVA_HOME:?}"
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
package=openjdk-25-jdk-headless

stop() { echo "dist: $1" >&2; echo "  $2" >&2; exit 1; }

mkdir -p "$work"/{lists/partial,cache/archives/partial,etc/apt.conf.d,etc/preferences.d,etc/sources.list.d}
: >"$work/status"
echo "deb [arch=arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$work/etc/sources.list"
cat >"$work/apt.conf" <<TEXT
Dir::State::lists "$work/lists"; Dir::State::status "$work/status"; Dir::Cache "$work/cache"; Dir::Etc "$work/etc";
APT::Architecture "arm64"; APT::Architectures { "arm64"; }; Acquire::Languages "none"; APT::Sandbox::User "root";
TEXT
export APT_CONFIG=$work/apt.conf
apt-get -qq update >&2 || stop "Debian's list of arm64 packages cannot be had from $mirror" "Set DEBIAN_MIRROR to one that is reachable."
found=$(apt-cache policy "$package" | sed -n 's/^ *Candidate: *//p')
version=$(sed -n 's/^SEMANTIC_VERSION="\([^"]*\)".*/\1/p; t found; s/^JAVA_RUNTIME_VERSION="\([0-9.+]*\).*/\1/p; :found' "$JAVA_HOME/release" | head -1)
[ "${found%%-*}" = "$version" ] ||
  stop "Debian has $package ${found:-in no version} for arm64, and this JDK is $version" "Build with the JDK $version's counterpart, or on arm64."
(cd "$work" && apt-get -qq download "$package" >&2)
dpkg-deb --extract "$work"/"$package"_*.deb "$work/jdk"
echo "$work/jdk/usr/lib/jvm/java-25-openjdk-arm64/jmods"
