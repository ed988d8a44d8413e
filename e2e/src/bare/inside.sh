#!/usr/bin/env bash
# Inside the bare machine: a fresh clone, the README's two commands, and a look at what is left after `podo down --purge`.
set -euo pipefail

# What a cluster could leave behind: files outside of packages, mounts, links, network namespaces, cgroups.
state() {
  find / -xdev \( -path /root/podo -o -path /root/.m2 -o -path /root/.java -o -path /usr -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache \
    -o -path /var/log -o -path /etc -o -path /tmp -o -path /proc -o -path /sys -o -path /dev -o -path /mnt \) -prune -o -print
  find /run /tmp /etc/cni /etc/containerd 2>/dev/null || true
  awk '{ print "mount " $5 }' /proc/self/mountinfo
  find /sys/class/net -mindepth 1 -printf 'link %f\n'
  find /sys/fs/cgroup -type d -printf 'cgroup %p\n'
  for process in /proc/[0-9]*; do
    readlink "$process/exe" 2>/dev/null | sed 's/^/process /' || true
  done | grep -vE '/(bash|sort|find|awk|mawk|grep|sed|readlink)$' || true
}

run() {
  local start=$SECONDS
  echo "\$ $*"
  "$@"
  echo "bare: $* took $((SECONDS - start)) s"
}

cd /root
git clone --quiet --no-hardlinks file:///mnt/checkout podo
cd podo
state | sort -u >/tmp/bare.before
for command in "$@"; do
  case $command in
    demo)
      # First alone, so that the times of the demo and of the build are told apart.
      run ./dev build
      run ./podo demo
      ;;
    test) run ./dev test ;;
    *) echo "bare: no such command: $command" >&2; exit 2 ;;
  esac
done
case " $* " in *" demo "*) run ./podo down --purge ;; esac

state | sort -u >/tmp/bare.after
left=$(comm -13 /tmp/bare.before /tmp/bare.after | grep -vE '^/(root/\.cache|tmp/(bare\.|hsperfdata)|run/mount)' || true)
# What belongs to the packages that were installed, or their scripts made, is theirs.
left=$(echo "$left" | grep -v '^/var/lib/systemd/' || true)
left=$(echo "$left" | while read -r one; do dpkg-query -S "$one" >/dev/null 2>&1 || echo "$one"; done)
if [ -n "$left" ]; then
  echo "bare: this is left behind:"
  echo "$left"
  exit 1
fi
echo "bare: nothing is left behind"
