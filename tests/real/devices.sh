#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# devices: Windows guests start on a real QEMU, and it has the devices that the preset names, all of
# them and no others.
. "$SOURCE_ROOT/tests/lib.sh"

check "win10 starts" qvirt define --preset win10 w10 --accel tcg --memory 1G --disk 2G --start
check "win10 has its devices and no others" is_exactly w10 x86_64 q35 \
  ide-hd e1000e isa-serial virtio-serial-pci virtio-serial-device virtserialport qxl-vga \
  qemu-xhci usb-tablet ich9-intel-hda hda-duplex virtio-balloon-pci virtio-balloon-device \
  cfi.pflash01
check "its disk is read without a second cache" has 'Cache mode: +writeback, direct' \
  virsh qemu-monitor-command w10 --hmp 'info block'
check "a TPM 2.0 answers" has 'tpm-crb' virsh qemu-monitor-command w10 --hmp 'info tpm'
check "winxp starts" qvirt define --preset winxp wxp --accel tcg --disk 1G --start
check "winxp has its devices and no others" is_exactly wxp i686 pc \
  ide-hd rtl8139 isa-serial cirrus-vga piix3-usb-uhci usb-tablet AC97
# on LAYOUT PRESET MODEL...: two disks start on it, and QEMU has these models.
on() {
  layout=$1 preset=$2
  shift 2
  check "two disks start on $layout" qvirt define --preset "$preset" "on-$layout" --accel tcg \
    --memory 256M --layout "$layout" --disk 1G --disk 1G --allow-taint --start
  for model; do
    check "on $layout QEMU has $model" has "dev: $model," \
      virsh qemu-monitor-command "on-$layout" --hmp 'info qtree'
  done
}

on virtio linux virtio-blk-pci
on virtio-scsi linux virtio-scsi-pci scsi-hd
on pvscsi linux pvscsi scsi-hd
on ahci linux ich9-ahci ide-hd
on ide i386 piix3-ide ide-hd
on nvme linux nvme
check "linux starts with Secure Boot when asked" qvirt define --preset linux secure --accel tcg \
  --memory 256M --disk none --with secure-boot --start
check "its firmware is the one with the keys" has 'loader.*secure=.yes.*ms.fd' virsh dumpxml secure
check "and without being asked it is not" has 'pflash.>[^<]*OVMF_CODE_4M.fd<' virsh dumpxml w10

for guest in secure w10 wxp on-virtio on-virtio-scsi on-pvscsi on-ahci on-ide on-nvme; do
  check "delete $guest" qvirt delete --force --storage "$guest"
done
check "nothing is left of them: no disk, UEFI variables or TPM state" test \
  "$(find "${images%/images}" -name '*.qcow2' -o -name '*_VARS.fd' -o -name 'tpm2*' | wc -l)" = 0
done_testing
