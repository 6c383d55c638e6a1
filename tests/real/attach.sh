#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# attach: what a guest can be given of its host, by settings.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images"

hmp() {
  virsh qemu-monitor-command g --hmp "$1"
}
make() {
  qvirt define --preset linux g --accel tcg --memory 256M --disk none "$@" --start
}
drop() {
  check "delete it" qvirt delete --force --storage g
}
# What QEMU would be told, for what this host has not got.
arguments() {
  qvirt define --preset linux g --accel tcg --disk none --dry-run "$@" > "$scratch/g.xml" 2> /dev/null &&
    virsh domxml-to-native qemu-argv --xml "$scratch/g.xml"
}

truncate -s 16M "$images/stick.raw"
check "a USB stick" make --usb-stick "$images/stick.raw"
check "is usb-storage" has 'dev: usb-storage' hmp 'info qtree'
check "and removable" has 'removable = true' hmp 'info qtree'
drop

if command -v qemu-storage-daemon > /dev/null; then
  truncate -s 16M "$scratch/served.raw"
  qemu-storage-daemon --blockdev "driver=file,node-name=f,filename=$scratch/served.raw" \
    --export "type=vhost-user-blk,id=e,node-name=f,addr.type=unix,addr.path=$scratch/vhost.sock,writable=on" &
  daemon=$!
  check "a disk that another process serves" wait_for 5 test -S "$scratch/vhost.sock"
  chmod 666 "$scratch/vhost.sock"
  check "starts" make --vhost-user "$scratch/vhost.sock"
  check "on vhost-user-blk" has 'dev: vhost-user-blk-pci' hmp 'info qtree'
  check "with shared memory" has 'memfd' virsh dumpxml g
  drop
  kill $daemon
fi

check "port forwards" make --forward 20222:22 --forward 20080:80 --allow-taint
check "QEMU listens for both" has 'HOST_FORWARD.*20222.*22' hmp 'info usernet'
check "the second too" has 'HOST_FORWARD.*20080.*80' hmp 'info usernet'
check "and has one card" test "$(hmp 'info qtree' | grep -c 'dev: virtio-net-pci')" = 1
drop
refused 2 'forward 1:2 taints the guest \(custom-argv\)' "$QVIRT" define --preset linux g --forward 1:2

if [ "$(id -u)" = 0 ] && ip tuntap add tap9 mode tap user libvirt-qemu 2> /dev/null; then
  check "a TAP device that is there" make --network tap=tap9
  check "carries the card" has "tap9" virsh domiflist g
  drop
else
  echo "# not started: --network tap: no TAP devices here"
fi

if ! make --network passt > "$scratch/passt" 2>&1; then
  echo "# not started: --network passt: $(cat "$scratch/passt")"
  check "passt is asked for" has '<backend type="passt"/>' qvirt define --preset linux g \
    --network passt --dry-run
else
  check "passt carries the card" has passt virsh dumpxml g
  drop
fi

# There is no such hardware here: the XML is valid, and QEMU's arguments are all that can be seen.
echo "# not started: --usb, --pci, --vhost-scsi: no such devices here"
check "a USB device, by its place" has '"driver":"usb-host"' arguments --usb 1.2
"$QVIRT" define --facts "$SOURCE_ROOT/tests/hosts/intel-kvm.xml" --preset linux g --dry-run \
  --vhost-scsi naa.5123456789abcde0 --pci 06:12.0 --usb 05ac:1234 > "$scratch/devices.xml"
check "a SCSI target, a PCI and a USB device are valid" virt-xml-validate "$scratch/devices.xml" domain
check "and there" test "$(grep -c '<hostdev' "$scratch/devices.xml")" = 3
refused 2 'no device 0000:ff:1f.7' "$QVIRT" define --preset linux g --pci ff:1f.7
check "nothing is left" test "$(ls -A "$images")" = stick.raw
done_testing
