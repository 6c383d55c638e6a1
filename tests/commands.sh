#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# commands: scripts of commands and what they print, on libvirt's test driver or on a real QEMU.
#
# usage: commands.sh SCRIPT URI    "default" for libvirt's own default
# QVIRT_REGENERATE=1 writes the expected output anew.
. "$SOURCE_ROOT/tests/lib.sh"

# Groups of hosts for the scripts.
export XDG_CONFIG_HOME="$scratch/config"
mkdir -p "$XDG_CONFIG_HOME/qvirt"
cat > "$XDG_CONFIG_HOME/qvirt/hosts.conf" << END
[two]
full = test:///default
empty = test://$SOURCE_ROOT/tests/node.xml
[twins]
one = test:///default
other = test:///default
[broken]
full = test:///default
gone = test:///nonexistent
[nothing]
END
cd "$SOURCE_ROOT/tests/commands" || exit 1

run() {
  uri=$2
  [ "$uri" = default ] && uri=$LIBVIRT_DEFAULT_URI
  qvirt -c "$uri" batch "$1.in" 2>&1 |
    sed -e "s|$images|IMAGES|g" -e "s|/var/lib/libvirt/images|IMAGES|g" -e "s|$PWD|HERE|g" \
      -e "s|$SOURCE_ROOT|SOURCE|g" -e "s|$scratch|SCRATCH|g"
}

is_as_expected() {
  run "$1" "$2" > "$scratch/made"
  if [ -n "${QVIRT_REGENERATE:-}" ]; then cp "$scratch/made" "$1.out"; fi
  diff -u "$1.out" "$scratch/made"
}

check "$1.in prints $1.out" is_as_expected "$1" "$2"
done_testing
