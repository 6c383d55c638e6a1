#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# steer: every verb does to a guest that runs what it says, as seen from the inside.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images"
truncate -s 1M "$images/one.iso" "$images/two.iso"

boot_id() {
  inside g cat /proc/sys/kernel/random/boot_id
}
is_inside() {
  inside g true
}
is_another_boot() {
  now=$(boot_id) && [ "$now" ] && [ "$now" != "$boot" ]
}
memory_is() {
  now=$(inside g "sed -n 's/MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo") && [ "$now" -gt "$1" ] &&
    [ "$now" -lt "$2" ]
}
cpus_are() {
  [ "$(inside g 'for c in /sys/devices/system/cpu/cpu[1-9]/online; do echo 1 > $c; done; nproc')" = "$1" ]
}
sectors_are() {
  [ "$(inside g cat "/sys/block/$1/size")" = "$2" ]
}
has_no_disk() {
  inside g "test ! -e /sys/block/$1"
}
cards_are() {
  [ "$(inside g 'ls /sys/class/net | grep -c eth')" = "$1" ]
}
drive() {
  virsh qemu-monitor-command g --hmp 'info block' | grep -B1 -A1 sata
}
state_is() {
  [ "$(qvirt list --all --noheadings -o name,state --raw | sed -n "s/^$1 //p")" = "$2" ]
}
config() {
  virsh dumpxml --inactive "$1"
}

# It prints B first.
boot_disk '\272\370\003\260\102\356'"$obedient" > "$images/sector.raw"
# Each QEMU begins the log anew.
booted() {
  [ "$(grep -o B "$logs/s-console.log" | wc -l)" = "$1" ]
}

check "define a live guest" live g --with headless --disk 64M --cdrom "$images/one.iso"
check "one that only listens to its power button" qvirt define --preset i386 s --accel tcg \
  --memory 64M --with console-log --disk "$images/sector.raw"
check "limits for later" has 'from its next start on' qvirt set g --max-vcpus 3 --max-memory 320M
check "start paused" has 'started, and paused' qvirt start --paused g
check "and it stands still" has 'reason +starting up|paused' qvirt info g -o state,reason
check "start of it says what to do" has "'qvirt resume g'" qvirt start g
check "resume both, one of which is off" sh -c "! '$QVIRT' resume g s"
check "start the other" qvirt start s

# What the small guest can show while the other boots.
check "it boots" wait_for 60 booted 1
check "restart asks it by ACPI" has "guest 's' restarted" qvirt restart s --timeout 60
check "and it boots again" wait_for 60 booted 2
check "reset" has "guest 's' reset" qvirt reset s
check "and it boots again" wait_for 60 booted 3
check "restart cold" has "'s' restarted" qvirt restart --cold s
check "it boots in another QEMU" wait_for 60 booted 1
check "suspend" has "'s' is paused" qvirt suspend s
check "and it is" state_is s paused
refused 1 "is paused and cannot do what it is asked; 'qvirt resume s'" "$QVIRT" restart s
refused 1 "is paused and cannot do what it is asked" "$QVIRT" stop s
check "restart by force" has "'s' restarted" qvirt restart --force s
check "boots again" wait_for 60 booted 1
check "save and restore, paused" sh -c "'$QVIRT' suspend s && '$QVIRT' save s && '$QVIRT' restore s"
check "it is paused as before" state_is s paused
check "save again, to run" sh -c "'$QVIRT' save s --running && '$QVIRT' start s"
check "it runs" state_is s running
check "it was never booted for that" booted 0
check "a saved one is booted by --fresh" sh -c "'$QVIRT' save s && '$QVIRT' start --fresh s"
check "it is" wait_for 60 booted 1
check "stop without waiting" has 'was asked to' qvirt stop --no-wait s
check "it obeys all the same" wait_for 60 state_is s 'shut\x20off'
check "restart of what is off starts it" has "'s' was off, and started" qvirt restart s
check "stop" qvirt stop --force s
check "start and save" sh -c "'$QVIRT' start s && '$QVIRT' save s"
refused 1 "'s': cannot rename it: .*save" "$QVIRT" rename s t
check "forget what was saved" has "saved state of guest 's' deleted" qvirt save --remove s
check "autostart" has 'starts with the host from now on' qvirt autostart s
check "as libvirt says" has 'Autostart: +enable' virsh dominfo s
check "and off" qvirt autostart --off s
check "as libvirt says" has 'Autostart: +disable' virsh dominfo s
check "rename" has "'s' is called 't' now" qvirt rename s t
refused 1 "there is a guest 'g' already" "$QVIRT" rename t g
refused 1 "'g' is running; it can be renamed while it is off" "$QVIRT" rename g h
check "a USB device of the host, from the next start on" has 'new USB device 05ac:1234 from its next start' \
  qvirt attach t --usb 05ac:1234
check "is in the definition" has "vendor id='0x05ac'" config t
check "detach it by its ids, of either case" has "no USB device 05ac:1234" qvirt detach t 05AC:1234
check "another by its place" qvirt attach t --usb 1.2
check "detach it" has "no USB device 1.2" qvirt detach t 1.2
check "both are gone" without hostdev config t
check "two disks and a CD for what is off" qvirt attach t --disk 1G --disk 2G --cdrom "$images/one.iso"
check "have free names on its own bus" test \
  "$(virsh domblklist t | awk '/^ *[hsv]d/ { print $1 }' | sort | tr '\n' ' ')" = 'hda hdb hdc hdd '
refused 1 'cannot attach it' "$QVIRT" attach t --disk 3G
check "a disk that cannot be attached leaves no file" test ! -e "$images/t-4.qcow2"
check "resize while off" has "'hdb' of guest 't' has 3.0 GiB now" qvirt resize t hdb +2G
check "the image has it" has '3221225472|3 GiB' qemu-img info "$images/t-2.qcow2"
refused 2 'made smaller, to 1.0 GiB, it loses' "$QVIRT" resize t hdb 1G
check "shrink where it is asked for" qvirt resize t "$images/t-2.qcow2" 1G --shrink
check "the image has it" has '1073741824|1 GiB' qemu-img info "$images/t-2.qcow2"
refused 2 "'hda' is no disk that qvirt made" "$QVIRT" detach t hda --storage
check "detach one with its file" has "deleting disk $images/t-2.qcow2" qvirt detach t hdb --storage
check "the guest has forgotten it" without 't-2.qcow2' config t
check "delete --storage finds the other" has "deleting disk $images/t-3.qcow2" \
  qvirt delete --storage t

check "one that does not listen" qvirt define --preset i386 deaf --accel tcg --memory 64M \
  --disk none --start
refused 7 'asked to reboot and did not in 1 seconds' "$QVIRT" restart deaf --timeout 1
check "delete it" qvirt delete --force deaf

# One that qvirt did not make.
cat > "$scratch/other.xml" << 'END'
<domain type="qemu"><name>other</name><memory unit="MiB">64</memory><vcpu>1</vcpu>
<os><type arch="x86_64" machine="q35">hvm</type></os>
<devices><memballoon model="none"/></devices></domain>
END
virsh define "$scratch/other.xml" > /dev/null
check "a disk on virtio" qvirt attach other --disk 16M
check "another on SCSI, with its controller" qvirt attach other --disk 16M --layout virtio-scsi
check "have free names" test \
  "$(virsh domblklist other | awk '/^ *[hsv]d/ { print $1 }' | tr '\n' ' ')" = 'vda sda '
check "of the right model" has "type='scsi'.*model='virtio-scsi'" config other
check "it starts with them" qvirt start other
check "and is deleted with them" has "deleting disk $images/other-3.qcow2" \
  qvirt delete --force --storage other

# The live guest.
check "it is up" wait_for 120 is_live g
check "and answers" wait_for 60 is_inside
boot=$(boot_id)
inside g 'echo kept > /tmp/kept'
check "suspend" qvirt suspend g
check "resume" has "'g' goes on" qvirt resume g
check "save and restore" sh -c "'$QVIRT' save g && '$QVIRT' restore g"
check "it goes on: the same boot" test "$(boot_id)" = "$boot"
check "with its memory" has kept inside g cat /tmp/kept
check "save to a file" has "saved to $images/g.save" qvirt save g --file "$images/g.save"
check "that only its owner reads" test "$(stat -c %a "$images/g.save")" = 600
check "restore the file" qvirt restore --file "$images/g.save"
check "it goes on: the same boot" test "$(boot_id)" = "$boot"
refused 1 "'.*g.save' is there already; --force" "$QVIRT" save g --file "$images/g.save"
check "it runs on" is_inside

check "a vCPU is plugged" has "vCPUs of guest 'g': 2" qvirt set g --vcpus 2
check "the guest has two" wait_for 60 cpus_are 2
check "more than can be, at the next start" has 'while it runs, not 4; it will' qvirt set g --vcpus 4
check "in the definition" has '>4</vcpu>' config g
check "memory shrinks" has "memory of guest 'g': 160.0 MiB" qvirt set g --memory 160M
check "the guest sees it" wait_for 60 memory_is 60000 164000
check "and grows" has "memory of guest 'g': 320.0 MiB" qvirt set g --memory 320M
check "the guest sees it" wait_for 60 memory_is 200000 328000
refused 1 'can grow to 320.0 MiB while it runs, not to 1.0 GiB' "$QVIRT" set g --memory 1G --live
check "more than can be, at the next start" has 'not to 384.0 MiB; it will' qvirt set g --memory 384M

check "attach a disk" has "'g' has a new disk" qvirt attach g --disk 32M
check "the guest sees it" wait_for 60 sectors_are vdb 65536
check "it is in the definition too" has g-2.qcow2 config g
check "resize it" has "'vdb' of guest 'g' has 64.0 MiB now" qvirt resize g vdb 64M
check "the guest sees it" wait_for 60 sectors_are vdb 131072
check "the same size again" has 'has 64.0 MiB already' qvirt resize g vdb 64M
refused 1 'disks can be made smaller while it is off only' "$QVIRT" resize g vdb 32M --shrink
check "detach it, with its file" has "deleting disk $images/g-2.qcow2" qvirt detach g vdb --storage
check "the guest has it no more" has_no_disk vdb
check "nor has the definition" without 'g-2|vdb' config g
refused 1 '.' "$QVIRT" attach g --disk 32M --network bridge=nobridge
check "attached as a whole or not at all" wait_for 60 has_no_disk vdb
check "no file is left" test ! -e "$images/g-2.qcow2"
check "nor anything in the definition" without 'g-2|vdb|nobridge' config g
check "attach a network card" has "a new network card" qvirt attach g --network user
check "the guest sees it" wait_for 60 cards_are 2
mac=$(virsh domiflist g | grep -o '52:54:[0-9a-f:]*' | tail -1)
check "detach it by its address" has "no network card $mac any more" qvirt detach g "$mac"
check "the guest has it no more" cards_are 1
refused 3 "has no device 'vdz'; it has: vda, sda, 52:54" "$QVIRT" detach g vdz
refused 1 'cannot attach it while it runs \(--config' "$QVIRT" attach g --cdrom "$images/two.iso"

check "another CD" has "'sda' of guest 'g' holds $images/two.iso" qvirt media g "$images/two.iso"
check "QEMU has it" has two.iso drive
check "the definition too" has two.iso config g
check "eject it" has "'sda' of guest 'g' is empty" qvirt media g --eject
check "QEMU has none" has 'not inserted' drive
refused 2 "No such file" "$QVIRT" media g "$images/none.iso"
refused 3 "no drive 'sdb'; it has: sda" "$QVIRT" media g sdb "$images/two.iso"

check "restart, and wait for its agent" has "'g' restarted" qvirt restart g --wait agent \
  --timeout 120
check "it is another boot" is_another_boot
inside g 'echo mem > /sys/power/state' > /dev/null 2>&1 &
check "it puts itself to sleep" wait_for 60 state_is g pmsuspended
check "resume wakes it" has "'g' goes on" qvirt resume g
check "it is awake" wait_for 60 state_is g running
check "restart by force, with what was put off" has "'g' restarted" qvirt restart --force g
check "four vCPUs" test "$(virsh vcpucount --current --live g)" = 4
check "and the memory" has 'Max memory: +393216 KiB' virsh dominfo g
check "delete" qvirt delete --force --storage g
rm -f "$images/g.save"

# A machine that halts reads no power button.
small_pc deaf '\364\353\375'
loses_daemon() {
  "$QVIRT" restart deaf --timeout 60 2> "$scratch/lost" &
  restarting=$!
  sleep 2
  end_daemon KILL
  wait "$restarting"
  [ $? = 4 ] && grep -q 'the connection is lost' "$scratch/lost"
  lost=$?
  cat "$scratch/lost"
  start_daemon && return "$lost"
}
# The daemon is stopped while 'wait' listens, and answers nothing when it ends.
outlasts_daemon() {
  process=$(daemon)
  (sleep 2; kill -STOP "$process") &
  timeout -k 5 20 "$QVIRT" wait deaf --for off --timeout 5 > "$scratch/outlasted" 2>&1
  status=$?
  kill -CONT "$process"
  cat "$scratch/outlasted"
  echo "exit status $status"
  [ "$status" = 7 ]
}
check "wait ends at its time where the daemon hangs" outlasts_daemon
check "restart does not wait for a daemon that is gone" loses_daemon
check "its guest runs all the same" wait_for 60 state_is deaf running
check "and goes" sh -c "virsh destroy deaf && virsh undefine deaf && rm '$small_disk'"
check "nothing is left" test \
  "$(ls "$images" | tr '\n' ' ')" = 'initrd one.iso sector.raw two.iso vmlinuz '
done_testing
