#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# demo: boots the Debian installer in a guest made from a preset, and shows what happens.
set -eu

images=/var/lib/libvirt/images
logs=/var/log/libvirt/qemu
if [ "$(id -u)" != 0 ]; then
  images=$XDG_DATA_HOME/libvirt/images
  logs=$XDG_CACHE_HOME/libvirt/qemu/log
fi
here=$(dirname "$0")
shot=$here/../build/demo.png
userspace='Starting system log daemon'

say() {
  printf '\n\033[1m== %s\033[0m\n' "$*"
}

# Runs a qvirt command and shows it, as it would be typed.
run() {
  printf '$ qvirt %s\n' "$*"
  "$QVIRT" "$@"
}

make() {
  run define --preset linux demo --memory 1G --cdrom "$images/installer.iso" --with console-log "$@"
}

start() {
  status=0
  run start demo || status=$?
  [ $status = 0 ] && return
  say "This host's KVM cannot run it: the same guest, emulated"
  run delete --force --storage demo
  make --accel tcg
  run start demo
}

# Prints the console as it grows, up to the first line of userspace, for five minutes at most.
follow_console() {
  timeout 300 tail -n +1 -F "$logs/demo-console.log" 2> /dev/null | tr -d '\r' |
    sed -u -e 's/^/  | /' -e "/$userspace/q" | grep --line-buffered -v '^  | *$'
  grep -q "$userspace" "$logs/demo-console.log"
}

say "A CD image of the Debian installer"
mkdir -p "$images" "$here/../build"
bash "$here/cdimage" amd64 "$here/../build/installer.iso"
cp "$here/../build/installer.iso" "$images/installer.iso"

say "A guest for this host, from the preset 'linux'"
make

say "Why it is as it is (the first choices; 'qvirt explain demo' has all)"
"$QVIRT" explain demo -o path,value,why | sed -n '1,45p' 

say "Start; events come as they happen"
"$QVIRT" monitor | sed -u 's/^/  event: /' &
start

say "What the guest says on its serial console"
follow_console
say "Userspace is reached"
run list
run info demo -o name,state,type,firmware,cpu,memory,disks
run screenshot demo "$(realpath "$shot")" --force

say "Clean up"
run stop --force demo
run delete --storage demo
kill $! 2> /dev/null || true
