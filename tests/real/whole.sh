#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# whole: a define that fails or is interrupted leaves nothing behind, and spares what it found.
. "$SOURCE_ROOT/tests/lib.sh"

nothing_is_left() {
  [ -z "$(virsh list --all --name)" ] || { virsh list --all; return 1; }
  [ -z "$(ls -A "$images" 2> /dev/null | grep -v '^keep')" ] || { ls -A "$images"; return 1; }
}

no_pool_is_left() {
  [ -z "$(virsh pool-list --all --name)" ] || { virsh pool-list --all; return 1; }
}

check "a dry run makes no pool" sh -c "'$QVIRT' define --preset linux x --dry-run > /dev/null"
check "no pool" no_pool_is_left
refused 1 "cannot start guest 'x'|nothing was kept" "$QVIRT" define --preset linux x --accel tcg \
  --network bridge=nobridge --disk 1G --start
check "a failed start leaves no guest and no disk" nothing_is_left
check "and no pool" no_pool_is_left

check "a guest makes the pool" qvirt define --preset i386 first --accel tcg --disk 1G
check "which starts with the host" has 'Autostart: +yes' virsh pool-info default
check "delete spares the disk" qvirt delete first
check "the disk is still there" test -e "$images/first.qcow2"
refused 1 "the disk of an earlier guest is still there.*first.qcow2" \
  "$QVIRT" define --preset i386 first --accel tcg --disk 1G
check "and was not touched" test -e "$images/first.qcow2"
check "it can be taken over" qvirt define --preset i386 first --accel tcg --disk default/first.qcow2
check "delete --storage spares what qvirt did not make" without 'deleting disk' \
  qvirt delete --storage first
mv "$images/first.qcow2" "$images/keep.qcow2"
virsh pool-refresh default > /dev/null

refused 1 "." "$QVIRT" define --preset linux x --accel tcg --disk 1G --disk 1G \
  --network bridge=nobridge --start
check "a second disk is taken back too" nothing_is_left
refused 6 "a disk of .* does not fit in storage pool 'default'" \
  "$QVIRT" define --preset linux x --accel tcg --disk 900000T
check "a disk too large is no disk" nothing_is_left
virsh pool-destroy default > /dev/null
refused 1 "." "$QVIRT" define --preset linux x --accel tcg --disk 1G --network bridge=nobridge --start
check "a pool that was started for it is stopped again" has 'inactive' virsh pool-list --all
virsh pool-start default > /dev/null

# An image that QEMU's user cannot reach: which directory, and for whom.
if [ "$(id -u)" = 0 ]; then
  mkdir -m 700 "$scratch/closed"
  : > "$scratch/closed/a.iso"
  refused 2 "QEMU's user 'libvirt-qemu' may not enter or read '$scratch/closed'" \
    "$QVIRT" define --preset linux x --cdrom "$scratch/closed/a.iso"
fi

# A disk of the host that something uses.
if [ "$(id -u)" = 0 ] && truncate -s 16M "$scratch/disk" && mkfs.ext4 -q "$scratch/disk" &&
  device=$(losetup -f --show "$scratch/disk" 2> /dev/null); then
  mkdir "$scratch/mounted"
  mount "$device" "$scratch/mounted"
  refused 2 "'$device' is in use on this host" "$QVIRT" define --preset linux x --disk "$device"
  umount "$scratch/mounted"
  check "unmounted, it can be given" has "type=\"block\"" \
    "$QVIRT" define --preset linux x --disk "$device" --dry-run
  losetup -d "$device"
else
  skip "unmounted, it can be given" "no loop devices here"
fi

# Interrupted at ever later moments, until one run is through before the signal comes.
interrupt() {
  env --default-signal=INT,TERM "$QVIRT" define --preset linux x --accel tcg --disk 1G --disk 1G \
    --memory 64M --start > "$scratch/said" 2>&1 &
  sleep "$2"
  kill "-$1" $! 2> /dev/null
  wait $!
  status=$?
  case $status in
  0) "$QVIRT" delete --force --storage x > /dev/null ;;
  130 | 143) ;;
  *) cat "$scratch/said"; echo "exit status $status"; return 1 ;;
  esac
  nothing_is_left
}
for signal in INT TERM; do
  for moment in 0.03 0.06 0.09 0.12 0.15 0.2 0.3 0.5 0.8 1.2; do
    check "SIG$signal after $moment s leaves nothing or all" interrupt $signal $moment
  done
done
check "what was there before is still there" test -e "$images/keep.qcow2"
done_testing
