#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# boot: a guest made from a preset boots a CD image through its firmware, up to userspace.
#
# usage: boot.sh PRESET ARCH    ARCH is Debian's, of the installer on the CD
. "$SOURCE_ROOT/tests/lib.sh"
preset=$1 arch=$2 guest=boot-$1

# What the installer's init prints first.
userspace='Starting system log daemon'

has_booted() {
  grep -q "$userspace" "$logs/$guest-console.log"
}

mkdir -p "$images" "$BUILD_ROOT/cd"
check "a CD image for $arch" "$SOURCE_ROOT/tests/cdimage" "$arch" "$BUILD_ROOT/cd/$arch.iso"
cp "$BUILD_ROOT/cd/$arch.iso" "$images/"

check "define" qvirt define --preset "$preset" "$guest" --accel tcg --memory 1G \
  --cdrom "$images/$arch.iso" --with console-log
check "start" qvirt start "$guest"
check "it runs" has "$guest +running" qvirt list
# A guest that hangs is met once in many runs: how far it came is part of the line that tells.
came=$userspace
wait_for 300 has_booted || came=$(tail -c 300 "$logs/$guest-console.log" | tr -cs '[:alnum:]._:()/-' ' ')
check "userspace prints on the serial console: $came" has_booted
has_booted || virsh qemu-monitor-command "$guest" --hmp 'info registers -a' | sed 's/^/# /'
check "info names the preset" has "Preset +$preset" qvirt info "$guest"
check "stop by force" qvirt stop --force "$guest"
check "delete with its disk" has "deleting disk $images/$guest.qcow2" \
  qvirt delete --storage "$guest"
check "nothing is left of it" test "$(find "${images%/images}" -name "$guest*" | wc -l)" = 0
done_testing
