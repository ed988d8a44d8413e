#!/usr/bin/env bash
# The first process of the bare machine: mounts what a machine has, and goes in. Called by bare-machine.sh in namespaces of its own.
set -euo pipefail
root=$1 jdk=$2 checkout=$3
shift 3
hostname bare

mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue"
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t mqueue mqueue "$root/dev/mqueue"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for number in 0 1 2; do
  ln -s "/proc/self/fd/$number" "$root/dev/$(echo stdin stdout stderr | cut -d' ' -f$((number + 1)))"
done

# As the host has them: one for each controller in v1, one for all in v2.
awk '$3 == "cgroup" || $3 == "cgroup2" { print $2, $3, $4 }' /proc/mounts | sort | while read -r place type options; do
  if [ "$type" = cgroup ] && ! mountpoint -q "$root/sys/fs/cgroup"; then
    mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
  fi
  mkdir -p "$root$place"
  if [ "$type" = cgroup ]; then
    mount -t cgroup -o "$(echo "$options" | tr , '\n' | grep -vE '^(rw|ro|relatime|nosuid|nodev|noexec|seclabel)$' | paste -sd,)" cgroup "$root$place"
  else
    mount -t cgroup2 cgroup2 "$root$place"
  fi
done

mount --bind -o ro "$jdk" "$root/usr/lib/jvm/$(basename "$jdk")"
mount --bind -o ro "$checkout" "$root/mnt/checkout"
exec env -i TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  chroot "$root" /mnt/inside.sh "$@"
