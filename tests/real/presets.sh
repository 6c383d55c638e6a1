#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# presets: each kind of guest starts on a real QEMU with exactly the devices that its preset names,
# and is gone without a trace once it is deleted; one at a time, as they take much memory.
. "$SOURCE_ROOT/tests/lib.sh"

# has_only PRESET ARCH MACHINE MEMORY MODEL...: the guest lives and dies with these devices.
has_only() {
  preset=$1 arch=$2 machine=$3 memory=$4
  shift 4
  check "$preset starts" qvirt define --preset "$preset" "a-$preset" --accel tcg \
    --memory "$memory" --disk 256M --start
  check "$preset has its devices and no others" is_exactly "a-$preset" "$arch" "$machine" "$@"
  and_not_only_devices "$preset"
  check "delete $preset" qvirt delete --force --storage "a-$preset"
  check "nothing is left of $preset" nothing_left
}

# What the device tree does not tell.
and_not_only_devices() {
  case $1 in
  msdos) check "it has no ACPI" has 'acpi=off|no-acpi' tail -n 400 "$logs/a-msdos.log" ;;
  win11)
    check "its firmware is the one with the keys" has 'loader.*secure=.yes.*ms.fd' \
      virsh dumpxml a-win11
    check "a TPM 2.0 answers" has 'tpm-crb' virsh qemu-monitor-command a-win11 --hmp 'info tpm'
    ;;
  win7 | win81 | openbsd | amd64-bios)
    check "it boots from a BIOS" without 'pflash|OVMF' virsh dumpxml "a-$1"
    ;;
  esac
}

nothing_left() {
  find "${images%/images}" \
    -name '*.qcow2' -o -name '*_VARS.fd' -o -name 'tpm2*' > "$scratch/left"
  virsh list --all --name | grep . >> "$scratch/left"
  cat "$scratch/left"
  [ ! -s "$scratch/left" ]
}

# Each PC has a PS/2 mouse and keyboard and its chipset; those are not named here.
balloon='virtio-balloon-pci virtio-balloon-device'
ports='virtio-serial-pci virtio-serial-device virtserialport'
rng='virtio-rng-pci virtio-rng-device'
disk='virtio-blk-pci virtio-blk-device'
nic='virtio-net-pci virtio-net-device'
hda='ich9-intel-hda hda-duplex'
pc=isa-serial
usb2='ich9-usb-ehci1 ich9-usb-uhci1 ich9-usb-uhci2 ich9-usb-uhci3'
vga='virtio-vga virtio-gpu-device'
efi=cfi.pflash01

has_only msdos i686 pc 64M ide-hd pcnet $pc cirrus-vga sb16
has_only win98 i686 pc 256M ide-hd pcnet $pc cirrus-vga sb16
has_only linux-old i686 pc 256M ide-hd rtl8139 $pc cirrus-vga piix3-usb-uhci usb-tablet AC97
has_only win7 x86_64 q35 512M ide-hd e1000e $pc qxl-vga $usb2 usb-tablet $hda $ports $balloon
has_only win81 x86_64 q35 512M ide-hd e1000e $pc qxl-vga $usb2 usb-tablet $hda $ports $balloon
has_only win11 x86_64 q35 1G ide-hd e1000e $pc qxl-vga qemu-xhci usb-tablet $hda $ports \
  $balloon $efi
has_only amd64-bios x86_64 q35 256M $disk $nic $pc $vga qemu-xhci usb-tablet $hda $ports $balloon
has_only freebsd x86_64 q35 512M $disk $nic $pc VGA qemu-xhci $hda $ports $rng $balloon $efi
has_only openbsd x86_64 q35 512M $disk $nic $pc VGA qemu-xhci usb-tablet $hda $rng $balloon
has_only linux-server x86_64 q35 512M $disk $nic $pc bochs-display i6300esb pcie-pci-bridge \
  $ports $rng $balloon $efi
has_only linux-desktop x86_64 q35 512M $disk $nic $pc $vga qemu-xhci usb-tablet usb-redir $hda \
  $ports $rng $balloon $efi
has_only arm armv7l virt 256M $disk $nic virtio-gpu-pci virtio-gpu-device qemu-xhci usb-kbd \
  usb-tablet $ports $rng $balloon
done_testing
