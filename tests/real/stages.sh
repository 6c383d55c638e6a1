#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# stages: Windows is installed on SATA and e1000e, and promoted to virtio when it has the drivers.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images"
truncate -s 1M "$images/install.iso" "$images/drivers.iso"

tree() {
  virsh qemu-monitor-command w --hmp 'info qtree'
}
mac() {
  virsh domiflist w | grep -o '52:54:[0-9a-f:]*'
}

refused 2 'virtio-win goes with --stage install' "$QVIRT" define --preset win10 w --accel tcg \
  --virtio-win "$images/drivers.iso" --dry-run
refused 2 'needs the disk where the installer sees it' "$QVIRT" define --preset win10 w --accel tcg \
  --stage install --layout virtio --dry-run
check "define" qvirt define --preset win10 w --accel tcg --memory 512M --disk 64M --stage install \
  --virtio-win "$images/drivers.iso" --cdrom "$images/install.iso" --start
mac=$(mac)
check "the system disk is on SATA" has 'ide-hd' tree
check "the network card is e1000e" has 'e1000e' tree
check "and a small disk on virtio" has 'virtio-blk-pci' tree
check "with the driver CD beside the installer's" test \
  "$(virsh domblklist w | grep -cE '(install|drivers).iso')" = 2
refused 1 'is running; its devices can change while it is off' "$QVIRT" promote w
refused 1 'was not promoted' "$QVIRT" promote --undo w
check "stop" qvirt stop --force w
check "promote" has "deleting disk $images/w-helper.qcow2" qvirt promote w
check "the helper disk is gone" test ! -e "$images/w-helper.qcow2"
refused 1 'is promoted already' "$QVIRT" promote w
check "it starts" qvirt start w
check "the system disk is on virtio" has 'virtio-blk-pci' tree
check "and no longer on SATA" without 'ide-hd' tree
check "the network card is virtio" has 'virtio-net-pci' tree
check "with the same address" test "$(mac)" = "$mac"
check "stop" qvirt stop --force w
check "undo" qvirt promote --undo w
check "it starts again" qvirt start w
check "on SATA" has 'ide-hd' tree
check "and e1000e" has 'e1000e' tree
check "delete with its disk" has "deleting disk $images/w.qcow2" qvirt delete --force --storage w
done_testing
