#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# monitor: what really happens to a guest is shown once, filtered, counted, and handed to commands.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images/full"
events=$scratch/events

# A boot sector that does what monitor is to see: it sets the clock (a register of the CMOS), writes
# a sector 512 KiB into its disk, arms the ib700 for 2 seconds, and sleeps (ACPI S3) when the power
# button is pressed.
busy_disk() {
  printf '\061\300\216\330\260\011\346\160\260\060\346\161\276\066\174\270\000\103\262\200\315\023'
  printf '\272\103\004\260\016\356\272\002\006\270\000\001\357\272\000\006\355\366\304\001\164\372'
  printf '\272\004\006\270\000\044\357\364\353\375\020\000\001\000\000\174\000\000\000\004'
  head -c 446 /dev/zero
  printf '\125\252'
}

# sees WHAT PATTERN: the monitor shows a line that matches, exactly once.
sees() {
  check "$1" seen "$2"
}

seen() {
  wait_for 120 grep -Eq "$1" "$events" || { tail -3 "$events"; return 1; }
  [ "$(grep -Ec "$1" "$events")" = 1 ] || { grep -E "$1" "$events"; return 1; }
}

# event KIND REST: the pattern of such a line of the guest g.
event() {
  echo "\"name\":\"g\",\"event\":\"$1\",\"detail\":$2"
}

cp "$BUILD_ROOT/linux/vmlinuz" "$BUILD_ROOT/linux/initrd" "$images/"
check "a guest with Linux" qvirt define --preset amd64-bios l --with agent --accel tcg \
  --memory 512M --disk none --set "os/kernel=$images/vmlinuz" --set "os/initrd=$images/initrd" \
  --set 'os/cmdline=console=ttyS0 quiet no_timer_check qvirt.live'

# The disk lies on a full filesystem, where there may be one; the other drive's medium is missing.
full=no
[ "$(id -u)" = 0 ] && mount -t tmpfs -o size=256k,mode=755 tmpfs "$images/full" && full=yes
busy_disk > "$images/full/g.raw"
truncate -s 1M "$images/full/g.raw"
[ $full = no ] || head -c 1M /dev/zero > "$images/full/filler" 2> /dev/null
head -c 1M /dev/zero > "$images/cd.iso"
head -c 1M /dev/zero > "$images/usb.raw"
cat > "$scratch/g.xml" <<XML
<domain type="qemu"><name>g</name><memory unit="MiB">32</memory>
<os><type arch="x86_64" machine="pc">hvm</type></os><features><acpi/></features>
<pm><suspend-to-mem enabled="yes"/></pm>
<devices><controller type="usb" model="qemu-xhci"/>
<disk type="file" device="disk"><driver name="qemu" type="raw" error_policy="stop"/>
  <source file="$images/full/g.raw"/><target dev="hda" bus="ide"/></disk>
<disk type="file" device="cdrom"><source file="$images/cd.iso"/><target dev="hdc" bus="ide"/></disk>
<disk type="file" device="cdrom"><source file="$images/missing.iso" startupPolicy="optional"/>
  <target dev="hdd" bus="ide"/></disk>
<graphics type="vnc" listen="127.0.0.1" autoport="yes"/>
<watchdog model="ib700" action="pause"/><memballoon model="none"/></devices></domain>
XML
cat > "$scratch/disk.xml" <<XML
<disk type="file" device="disk"><driver name="qemu" type="raw"/><source file="$images/usb.raw"/>
<target dev="sda" bus="usb"/></disk>
XML

virsh define "$scratch/g.xml" > /dev/null
env --default-signal=INT "$QVIRT" monitor --json --objects all \
  > "$events" 2> "$scratch/complaints" &
monitor=$!
env --default-signal=INT "$QVIRT" monitor -e 'io-*,started,metadata-*' g > "$scratch/filtered" &
filtered=$!
qvirt monitor --event metadata-change > "$scratch/lines" &
lines=$!
qvirt monitor --count 2 --event lifecycle --timeout 300 > "$scratch/counted" &
counted=$!
echo '<network><name>n</name></network>' > "$scratch/n.xml"
check "the monitors listen" wait_for 60 sh -c \
  "virsh net-define '$scratch/n.xml'; virsh net-undefine n; virsh desc g ping; \
   grep -q network '$events' && [ -s '$scratch/lines' ] && [ -s '$scratch/filtered' ]"

virsh start --paused g > /dev/null
virsh domblkthreshold g hda 1000 > /dev/null
virsh resume g > /dev/null
qvirt start l > /dev/null
sees "a medium that is missing" "$(event disk-change '"ide0-1-1: changed: missing on start"')"
sees "the clock is set" "$(event rtc-change '"[+-][0-9]+ s"').*\"offset\":-?[0-9]+"
sees "a write beyond the mark" "$(event block-threshold '"hda: ').*\"threshold\":1000,\"excess\":[0-9]+"
if [ $full = yes ]; then
  sees "an error of the disk, with its reason" \
    "$(event io-error '"ide0-0-0: enospc, pause"').*\"device\":\"ide0-0-0\",\"action\":\"pause\",\"reason\":\"enospc\""
  sees "which stops the guest" "$(event suspended '"I/O error"')"
  rm "$images/full/filler"
  virsh resume g > /dev/null
fi
sees "the watchdog" "$(event watchdog '"pause"').*\"action\":\"pause\""
virsh resume g > /dev/null
virsh shutdown g --mode acpi > /dev/null
sees "sleep" "$(event pm-suspend null)"
sees "as a state too" "$(event pmsuspended '"memory"')"
virsh dompmwakeup g > /dev/null
sees "waking" "$(event pm-wakeup null)"
virsh reset g > /dev/null
check "a reset" wait_for 60 grep -q "$(event reboot null)" "$events"
virsh change-media g hdc --eject > /dev/null
check "a drive is opened" wait_for 60 grep -Eq \
  "$(event tray-change '"ide0-1-0: open"').*\"tray\":\"open\"" "$events"
virsh attach-device g "$scratch/disk.xml" > /dev/null
sees "a device comes" "$(event device-added '"usb-disk0"').*\"device\":\"usb-disk0\""
virsh blockcopy g sda "$images/copy.raw" --format raw --wait --pivot --transient-job > /dev/null
sees "a copy is ready" "$(event block-job '"sda: copy ready"').*\"disk\":\"sda\",\"type\":\"copy\",\"status\":\"ready\""
sees "and done" "$(event block-job '"sda: copy completed"')"
virsh detach-device g "$scratch/disk.xml" > /dev/null
sees "a device goes" "$(event device-removed '"usb-disk0"')"
virsh blkdeviotune g hda --total-iops-sec 77 > /dev/null
sees "a limit" "$(event tunable '"').*\"blkdeviotune.total_iops_sec\":77"
virsh desc g --title --live 'a title' > /dev/null
sees "a title" "$(event metadata-change '"title"')"
virsh metadata g urn:example --key k --set '<x/>' --live > /dev/null
sees "metadata" "$(event metadata-change '"urn:example"').*\"type\":\"element\""
bash -c "exec 3<> /dev/tcp/127.0.0.1/$((5900 + $(virsh vncdisplay g | sed 's/.*://')))"
sees "somebody comes to the screen" "$(event graphics '"connect from 127.0.0.1"').*\"phase\":\"connect\""
virsh managedsave g > /dev/null
sees "a job ends, with its figures" \
  "$(event job-completed '"save done after [0-9]+ ms"').*\"operation\":\"save\",\"success\":true"


check "a network" grep -q '"name":"n","event":"undefined".*"object":"network"' "$events"
virsh pool-define-as p dir --target "$images" > /dev/null
virsh pool-start p > /dev/null
virsh pool-refresh p > /dev/null
sees "a pool" '"name":"p","event":"started",.*"object":"pool"'
check "which was read anew" wait_for 60 grep -q '"name":"p","event":"refresh"' "$events"
echo '<secret private="yes"><usage type="ceph"><name>s</name></usage></secret>' > "$scratch/s.xml"
uuid=$(virsh secret-define "$scratch/s.xml" | grep -o '[0-9a-f-]\{36\}')
echo value | base64 > "$scratch/value"
virsh secret-set-value "$uuid" --file "$scratch/value" > /dev/null
sees "a secret" '"name":"s","event":"defined",.*"object":"secret"'
sees "and its value" '"name":"s","event":"value-changed"'

sees "the agent of a guest with Linux" \
  '"name":"l","event":"agent-lifecycle","detail":"connected: channel".*"state":"connected"'
virsh setmem l 400M --live > /dev/null
check "its balloon" wait_for 60 grep -Eq \
  '"name":"l","event":"balloon-change","detail":".*MiB".*"bytes":419430400' "$events"
virsh destroy l > /dev/null

check "control bytes stay out of JSON" sh -c "virsh metadata g 'urn:$(printf '\302\233')x' --key k --set '<x/>'"
sees "as text that is the same" '"detail":"urn:\\u009bx"'
check "and out of lines" wait_for 60 grep -q 'urn:\\x9Bx' "$scratch/lines"

check "--count ends by itself" wait $counted
check "after so many events" test "$(wc -l < "$scratch/counted")" = 2
kill -TERM $monitor
check "SIGTERM ends it cleanly" wait $monitor
check "every event is one object on one line" sh -c \
  "! grep -vE '^\{\"time\":\"[0-9T:.+-]{29}\",\"name\":.*\}\$' '$events'"
check "no complaint" test ! -s "$scratch/complaints"
kill -TERM $lines
kill -INT $filtered
wait $filtered
cut -d' ' -f3- "$scratch/filtered" | grep -v metadata-change > "$scratch/kinds"
{
  echo 'g  started  booted'
  [ $full = no ] || echo 'g  io-error  ide0-0-0: enospc, pause'
  echo 'g  started  wakeup'
} > "$scratch/wanted"
check "--event and a name filter" diff "$scratch/wanted" "$scratch/kinds"

# tell: something happens to g, which every monitor that listens shows.
told=0
tell() {
  told=$((told + 1))
  virsh desc g --config "$told" > /dev/null
}

# hooked N ARGUMENTS...: a monitor ends after N events; notes go to $scratch/notes.
hooked() {
  n=$1
  shift
  qvirt monitor g --event metadata-change --count "$n" "$@" > "$scratch/hooked" 2> "$scratch/notes" &
  pid=$!
  until tell && [ -s "$scratch/hooked" ]; do sleep 0.1; done
  for i in $(seq "$n"); do tell; done
  wait $pid
}

cat > "$scratch/hook" <<'HOOK'
echo begin >> "$1"
cat >> "$2"
n=0 # together with as many as may run at a time
while [ "$(grep -c begin "$1")" -lt 8 ] && [ $n -lt 100 ]; do
  sleep 0.1
  n=$((n + 1))
done
sleep 1
echo end >> "$1"
HOOK
check "--exec runs a command for each event" \
  hooked 20 --exec "sh '$scratch/hook' '$scratch/times' '$scratch/inputs'"
check "all 20, before the monitor ends" [ "$(grep -c end "$scratch/times")" = 20 ]
check "with the event on its standard input" \
  [ "$(grep -c '^{"time":.*"name":"g","event":"metadata-change".*}$' "$scratch/inputs")" = 20 ]
check "8 at once and no more" [ "$(awk '/begin/ { n++ } /end/ { n-- } n > most { most = n }
  END { print most }' "$scratch/times")" = 8 ]
check "one that fails" hooked 1 --exec false
check "is a note" has 'note: --exec: false: .*code 1' cat "$scratch/notes"
check "one that does not end" hooked 1 --exec 'sleep 1000' --exec-timeout 1
check "is killed" has 'sleep did not end in 1 seconds and was killed' cat "$scratch/notes"
check "no process is left of it" sh -c '! pgrep -xf "sleep 1000"'
refused 7 '0 of 1 events came in 1 seconds' "$QVIRT" monitor 'no*' --once --timeout 1
check "a time without a count is no error" qvirt monitor 'no*' --timeout 1
refused 3 "no guest 'h'" "$QVIRT" monitor h
[ $full = no ] || umount "$images/full"
done_testing
