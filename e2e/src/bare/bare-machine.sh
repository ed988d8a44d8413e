#!/usr/bin/env bash
# The README's two commands on a bare machine; called by `./dev bare`, see docs/testing.md.
#
# The machine is a Debian 12 root made by debootstrap, with Maven, git, ca-certificates and this JDK, and nothing else; in namespaces of
# its own (mounts, processes, network, cgroups, IPC, host name), reached by one link with address translation. What is committed in this
# checkout is cloned there. Nothing is left of it afterwards, however it ends.
#
#   BARE_TARBALL=FILE    keeps the bare root as FILE, and takes it from there the next time
#   BARE_REPOSITORY=DIR  a local Maven repository to start from; without one Maven downloads all it needs, as on a new machine
#   BARE_COMMANDS=LIST   what of "demo test" is run
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
checkout=$(cd "$here/../../.." && pwd)
mirror=${BARE_MIRROR:-http://deb.debian.org/debian}
: "${JAVA_HOME:?}"

say() { echo "bare: $*"; }
stop() { echo "bare: $1" >&2; echo "  $2" >&2; exit 1; }

[ "$(id -u)" = 0 ] || stop "making a machine takes root" "Run it as root: sudo ./dev bare"
for program in debootstrap ip nft unshare nsenter awk; do
  command -v "$program" >/dev/null || stop "$program is missing" "On Debian: apt-get install debootstrap iproute2 nftables util-linux"
done

name=podo-bare-$$
link=pb$$ # an interface's name has at most 15 characters
network=198.18.$(($$ / 250 % 250)).$(($$ % 250 / 4 * 4)) # of the range set aside for measurements
near=${network%.*}.$((${network##*.} + 1))
far=${network%.*}.$((${network##*.} + 2))
work=$(mktemp -d -p "${TMPDIR:-/var/tmp}" podo-bare.XXXXXX)
root=$work/root
forwarding=$(cat /proc/sys/net/ipv4/ip_forward)

hierarchies() { awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts; }

clean_up() {
  local hierarchy
  # The machine's first process has ended, and with it all others and its mounts.
  nft delete table ip "$name" 2>/dev/null || true
  ip link delete "$link" 2>/dev/null || true
  ip netns delete "$name" 2>/dev/null || true
  echo "$forwarding" >/proc/sys/net/ipv4/ip_forward
  for hierarchy in $(hierarchies); do
    find "$hierarchy/$name" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done
  rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

make_root() {
  if [ -n "${BARE_TARBALL:-}" ] && [ -f "$BARE_TARBALL" ]; then
    mkdir "$root"
    tar -C "$root" -xf "$BARE_TARBALL"
    return
  fi
  debootstrap --variant=minbase --include=ca-certificates,git,maven bookworm "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
    { tail -5 "$work/debootstrap.log" >&2; stop "debootstrap failed" "Check that $mirror is reachable."; }
  if [ -n "${BARE_TARBALL:-}" ]; then
    tar -C "$root" -cf "$BARE_TARBALL" .
  fi
}

furnish() {
  mkdir -p "$root/usr/lib/jvm/$(basename "$JAVA_HOME")" "$root/mnt/checkout" "$root/root/.m2"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  echo bare >"$root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 bare\n' >"$root/etc/hosts"
  install -m 755 "$here/inside.sh" "$root/mnt/inside.sh"
  if [ -n "${BARE_REPOSITORY:-}" ]; then
    mkdir -p "$root/root/.m2/repository"
    tar -C "$BARE_REPOSITORY" --exclude=./dev/podo -cf - . | tar -C "$root/root/.m2/repository" -xf -
  fi
}

connect() {
  ip netns add "$name"
  ip link add "$link" type veth peer name eth0 netns "$name"
  ip address add "$near/30" dev "$link"
  ip link set "$link" up
  ip -n "$name" link set lo up
  ip -n "$name" address add "$far/30" dev eth0
  ip -n "$name" link set eth0 up
  ip -n "$name" route add default via "$near"
  echo 1 >/proc/sys/net/ipv4/ip_forward
  nft -f - <<TEXT
table ip $name {
  chain outgoing { type nat hook postrouting priority srcnat; ip saddr $far oifname != "$link" masquerade; }
}
TEXT
}

# In a cgroup of its own, which the machine then sees as the top.
enter_cgroup() {
  local hierarchy
  for hierarchy in $(hierarchies); do
    mkdir "$hierarchy/$name" || continue
    if [ -f "$hierarchy/$name/cpuset.mems" ]; then
      cat "$hierarchy/cpuset.cpus" >"$hierarchy/$name/cpuset.cpus" || true
      cat "$hierarchy/cpuset.mems" >"$hierarchy/$name/cpuset.mems" || true
    fi
    echo "$BASHPID" >"$hierarchy/$name/cgroup.procs" || true
  done
}

start=$SECONDS
make_root
furnish
connect
say "made a bare Debian 12 with Maven, git and $(basename "$JAVA_HOME") in $((SECONDS - start)) s: $(chroot "$root" dpkg-query -f '.\n' -W | wc -l) packages"
status=0
(
  enter_cgroup
  exec nsenter --net="/run/netns/$name" \
    unshare --mount --pid --fork --kill-child --ipc --uts --cgroup --propagation private \
    "$here/furnish-mounts.sh" "$root" "$JAVA_HOME" "$checkout" ${BARE_COMMANDS:-demo test}
) || status=$?
# Rules and chains; the empty tables that iptables makes whenever it is called are its own.
left=$(ip netns exec "$name" nft list ruleset 2>/dev/null |
  grep -vE '^(table ip6? (nat|filter|mangle|raw) \{|\s*chain (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) \{|\s*type .* hook .*|\s*\}|\s*)$' || true)
if [ $status = 0 ] && [ -n "$left" ]; then
  say "packet rules are left:"
  echo "$left"
  status=1
fi
[ $status = 0 ] && say "all of it: $((SECONDS - start)) s" || say "failed, with exit code $status"
exit $status
