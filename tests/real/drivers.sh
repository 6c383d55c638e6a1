#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# drivers: Linux in the guest sees the disks of each storage layout, by the driver that it should,
# and the channels to the host.
. "$SOURCE_ROOT/tests/lib.sh"
export XDG_CONFIG_HOME="$scratch/config"

# A 64-bit PC with IDE, for this test only.
mkdir -p "$XDG_CONFIG_HOME/qvirt/templates/presets" "$images"
cat > "$XDG_CONFIG_HOME/qvirt/templates/presets/pc64.xml" <<END
<preset id="pc64" extends="amd64-bios" layout="ide">
  <title>A 64-bit PC with IDE</title>
  <host arch="x86_64" machine="pc"/>
</preset>
END

says() {
  grep -q "$1" "$logs/$guest-console.log"
}

# on LAYOUT PRESET DRIVER: the guest boots a kernel and tells its disks' driver.
on() {
  guest=see-$1
  check "$1: define" qvirt define --preset "$2" "$guest" --accel tcg --layout "$1" --memory 512M \
    --disk 64M --disk 64M --allow-taint --with console-log --set "os/kernel=$images/vmlinuz" \
    --set "os/initrd=$images/initrd" --set 'os/cmdline=console=ttyS0 quiet no_timer_check'
  check "$1: start" qvirt start "$guest"
  qvirt list | grep -q "$guest" || return
  check "$1: the guest lists its disks" wait_for 120 says ALL-DISKS
  tr -d '\r' < "$logs/$guest-console.log" | grep '^DISK' | sed 's/^/# /'
  check "$1: two of them by $3" test "$(grep -c "DISK [a-z0-9]* $3 END" "$logs/$guest-console.log")" = 2
  check "$1: delete" qvirt delete --force --storage "$guest"
}

# ./dev test makes the two, as there is no network in here.
check "a kernel and its modules" cp "$BUILD_ROOT/linux/vmlinuz" "$BUILD_ROOT/linux/initrd" "$images/"
on virtio amd64-bios virtio-pci
on virtio-scsi amd64-bios virtio-pci
on pvscsi amd64-bios vmw_pvscsi
on ahci amd64-bios ahci
on nvme amd64-bios nvme
on ide pc64 ata_piix

# The host sees a channel as connected when a process in the guest has opened it.
guest=see-channels
check "channels: define and start" qvirt define --preset linux "$guest" --accel tcg --memory 512M \
  --disk none --with console-log --set "os/kernel=$images/vmlinuz" \
  --set "os/initrd=$images/initrd" --set 'os/cmdline=console=ttyS0 quiet no_timer_check' --start
check "channels: the guest opens them" wait_for 120 says ALL-CHANNELS
for channel in com.redhat.spice.0 org.qemu.guest_agent.0; do
  check "channels: $channel is connected" wait_for 10 sh -c \
    "virsh dumpxml $guest | grep -q \"name='$channel' state='connected'\""
done
check "channels: delete" qvirt delete --force "$guest"
done_testing
