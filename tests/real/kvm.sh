#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# kvm: what qvirt does with the KVM of this host, good, weak or none.
#
# A guest that start calls started runs; one that stands still is reported with the way out.
. "$SOURCE_ROOT/tests/lib.sh"

boots_or_says_why() {
  if qvirt start --watch 3 "$1" > "$scratch/start" 2>&1; then
    has "$1 +running" qvirt list
  else
    status=$?
    cat "$scratch/start"
    [ "$status" = 6 ] || [ "$status" = 1 ] || return 1
    grep -q -e '--accel tcg' "$scratch/start"
  fi
}

# The firmware has run when it has read the CD's boot sectors.
firmware_read_the_cd() {
  [ "$(virsh domblkstat "$1" "$2" | sed -n 's/.* rd_req //p')" -gt 4 ]
}

if ! virsh capabilities | grep -q "<domain type='kvm'/>"; then
  refused 6 'no KVM for x86_64' "$QVIRT" define --preset linux k --accel kvm
  check "without KVM the guest is emulated" has 'domain type="qemu"' qvirt define --preset linux k \
    --dry-run
  done_testing
  exit
fi
mkdir -p "$images" "$BUILD_ROOT/cd"
"$SOURCE_ROOT/tests/cdimage" i386 "$BUILD_ROOT/cd/i386.iso" && cp "$BUILD_ROOT/cd/i386.iso" "$images/"
check "KVM is taken where it can be used" has 'domain type="kvm"' qvirt define --preset i386 x --dry-run
check "define i386" qvirt define --preset i386 k32 --disk none --memory 512M --cdrom "$images/i386.iso"
check "i386 runs under KVM, or start says why not" boots_or_says_why k32
if virsh domstate k32 | grep -q running; then
  check "SeaBIOS reads the CD under KVM" wait_for 30 firmware_read_the_cd k32 hda
fi
check "define linux" qvirt define --preset linux k64 --memory 512M
check "OVMF runs under KVM, or start says why not" boots_or_says_why k64
if ! virsh domstate k64 | grep -q running; then
  check "define --start keeps nothing of a guest that stands still" sh -c \
    "! '$QVIRT' define --preset linux k65 --memory 512M --start && ! virsh dominfo k65 &&
     [ ! -e '$images/k65.qcow2' ]"
fi
for guest in k32 k64; do
  check "delete $guest" qvirt delete --force --storage $guest
done
chmod 600 /dev/kvm 2> /dev/null && [ "$(id -u)" = 0 ] && {
  check "a /dev/kvm that QEMU's user may not open is not taken, and said" has 'may not open /dev/kvm' \
    sh -c "'$QVIRT' define --preset linux k --dry-run 2>&1"
  refused 6 "may not open /dev/kvm" "$QVIRT" define --preset linux k --accel kvm --dry-run
}
done_testing
