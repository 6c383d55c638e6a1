#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# migrate: a guest moves between two hosts while it runs, and whatever goes wrong, one copy of it
# runs on. It writes ten lines a second to a file that both hosts share: none may be missing.
. "$SOURCE_ROOT/tests/lib.sh"
sh "$SOURCE_ROOT/tests/linuximage" "$BUILD_ROOT/linux" || exit 1

a=qemu+tcp://hosta/system
b=qemu+tcp://hostb/system
ticks=/srv/shared/ticks
unset LIBVIRT_DEFAULT_URI

on() {
  bash "$SOURCE_ROOT/tests/two-hosts" -x "$@"
}

# state HOST GUEST: its state, or nothing.
state() {
  virsh -c "qemu+tcp://host$1/system" domstate "$2" 2> /dev/null | sed '/^$/d'
}

# Of the whole lines: the last may be half written.
newest() {
  tail -n 3 "$ticks" | tr '\r' ' ' | sed -n 's/^tick \([0-9]*\) $/\1/p' | tail -n 1
}

later_than() {
  [ "$(newest)" -gt "$1" ]
}

no_tick_lost() {
  sed '$d' "$ticks" | tr -d '\r' | awk '
    $0 != "tick " NR - 1 { print "line " NR ": " $0; exit 1 }'
}

# runs_on a|b GUEST: there and nowhere else, by what libvirt says and by the processes; the guest
# with the ticks still writes them.
runs_on() {
  other=$([ "$1" = a ] && echo b || echo a)
  [ "$(state "$1" "$2")" = running ] || { echo "on host$1: $(state "$1" "$2")"; return 1; }
  case $(state $other "$2") in
  '' | 'shut off') ;;
  *) echo "on host$other: $(state $other "$2")"; return 1 ;;
  esac
  [ "$(pgrep -fc "^/usr/bin/qemu.* guest=$2,")" = 1 ] || { pgrep -fa "guest=$2,"; return 1; }
  [ "$2" != ticker ] || { wait_for 60 later_than "$(newest)" && no_tick_lost; }
}

pool() {
  virsh -c "qemu+tcp://host$1/system" pool-define-as "$2" dir --target "$3" > /dev/null &&
    virsh -c "qemu+tcp://host$1/system" pool-start "$2" > /dev/null &&
    virsh -c "qemu+tcp://host$1/system" pool-autostart "$2" > /dev/null
}

# moves FROM TO [OPTIONS]: the ticker goes there, and every tick with it.
moves() {
  from=$1 to=$2
  shift 2
  check "from host$from to host$to $*" has 'is on host. now, after .* it stood still for [0-9]+ ms' \
    "$QVIRT" -c "qemu+tcp://host$from/system" migrate ticker "qemu+tcp://host$to/system" \
    --unsafe "$@"
  check "it runs there alone, and no tick is lost" runs_on "$to" ticker
}

# The mover that is to be hit: so slow that it is still under way.
slow() {
  env --default-signal=INT "$QVIRT" migrate ticker $b --unsafe --bandwidth 1M "$@" \
    > "$scratch/stdout" 2> "$scratch/stderr" &
  mover=$!
  wait_for 60 sh -c "virsh -c $a domjobinfo ticker | grep -q 'Data processed: *[1-9]'"
}

# ends STATUS PATTERN: how the slow one came back.
ends() {
  wait $mover
  status=$?
  cat "$scratch/stdout" "$scratch/stderr"
  [ $status = "$1" ] || { echo "exit status $status"; return 1; }
  grep -Eq "$2" "$scratch/stderr"
}

images=/srv/shared
logs=/srv/a/log/qemu
export QVIRT_URI=$a LIVE_WORDS=qvirt.tick
truncate -s 16M "$images/ticker.raw"
for host in a b; do
  pool $host shared /srv/shared
  pool $host default /var/lib/libvirt/images
done
check "a guest that ticks" live ticker --disk "$images/ticker.raw" --network none --memory 128M \
  --set "devices/serial[tick]/@type=file" --set "devices/serial[tick]/source/@path=$ticks" \
  --set "devices/serial[tick]/source/@append=on" --set "devices/serial[tick]/target/@port=1"
virsh -c $a autostart ticker > /dev/null

# Off.
refused 1 "is off; --offline moves its definition" "$QVIRT" migrate ticker $b
check "a definition moves" has "'ticker' is on hostb now" "$QVIRT" migrate ticker $b --offline
check "it is there, and starts with its host" has 'Autostart +yes' "$QVIRT" -c $b info ticker
refused 3 "no guest 'ticker'" "$QVIRT" info ticker
check "moved again, nothing happens" has "'ticker' is at .*hostb/system already" \
  "$QVIRT" migrate ticker $b --offline
check "and back" "$QVIRT" -c $b migrate ticker $a --offline

# As it runs.
check "start" "$QVIRT" start ticker
check "it is up" wait_for 60 is_live ticker
refused 1 "not off" "$QVIRT" migrate ticker $b --offline
refused 6 "hosta does not know that both hosts see the same disks.*--unsafe.* is running on hosta, not there on hostb" \
  "$QVIRT" migrate ticker $b
moves a b
moves b a --direct
moves a b --bandwidth 1G --downtime 200 --listen 0.0.0.0 --migrate-uri tcp://198.51.100.2
check "it still starts with its host" has 'Autostart +yes' "$QVIRT" -c $b info ticker
moves b a --copy
check "a copy of the definition stayed" [ "$(state b ticker)" = 'shut off' ]
check "--json ends with how it went" has \
  '^\{"guest":"ticker","host":"hostb","milliseconds":[0-9]+,"downtime":[0-9]+,"bytes":[0-9]+\}$' \
  "$QVIRT" migrate ticker $b --unsafe --json
check "it took the place of that copy" runs_on b ticker
moves b a --bandwidth 16M --timeout 1 --timeout-action suspend
on a ip route add unreachable 198.51.100.129
on b ip address add 198.51.100.129/32 dev eth0
check "to where only the client comes" "$QVIRT" migrate ticker \
  qemu+tcp://198.51.100.129/system --unsafe
check "it is there" runs_on b ticker
moves b a --direct

# What goes wrong on the way: the guest runs on where it was.
slow
kill -INT $mover
check "Ctrl-C" ends 130 "interrupted; guest 'ticker' is running on hosta, not there on hostb"
check "it runs on" wait_for 60 runs_on a ticker
refused 7 "not done in 2 seconds; .* running on hosta, not there on hostb" \
  "$QVIRT" migrate ticker $b --unsafe --bandwidth 1M --timeout 2
check "it runs on" wait_for 60 runs_on a ticker
slow --direct
kill -KILL $mover
wait $mover 2> /dev/null
check "without the client it runs on" wait_for 60 runs_on a ticker
slow
on b sh -c 'kill -KILL $(cat /run/libvirtd.pid)'
check "the destination's libvirtd dies" ends 1 "running on hosta, not known, as it does not answer, on hostb"
on b libvirtd -d --listen
check "it runs on" wait_for 60 runs_on a ticker
slow --direct
ip link set wire-b down
check "the wire is cut" ends 1 "running on hosta, not known, as it does not answer, on hostb"
ip link set wire-b up
check "it runs on" wait_for 60 runs_on a ticker
slow
bash "$SOURCE_ROOT/tests/two-hosts" -r b
check "the destination loses power" ends 1 "running on hosta, not there on hostb|not known"
check "it runs on" wait_for 60 runs_on a ticker

# With its disk.
disk=/var/lib/libvirt/images/copied.qcow2
head -c 16M /dev/urandom > "$scratch/data"
qemu-img convert -f raw -O qcow2 "$scratch/data" /srv/a/lib/images/copied.qcow2
cat > "$scratch/copied.xml" <<END
<domain type='qemu'><name>copied</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
<source file='$disk'/><target dev='vda' bus='virtio'/></disk></devices></domain>
END
virsh -c $a define "$scratch/copied.xml" > /dev/null
virsh -c $a start copied > /dev/null
refused 6 "$disk is not on hostb \(share it .*--copy-storage" "$QVIRT" migrate copied $b
on b mount -t tmpfs -o mode=755,size=20M tmpfs /var/lib/libvirt/images
on b sh -c 'head -c 12M /dev/zero > /var/lib/libvirt/images/filler'
refused 1 "copied' is running on hosta, not there on hostb" "$QVIRT" migrate copied $b --copy-storage
check "nothing is left of its disk there" on b sh -c "! test -e $disk"
check "it runs on" runs_on a copied
on b umount /var/lib/libvirt/images
check "the disk comes along" has "the old disk $disk is still on hosta" \
  "$QVIRT" migrate copied $b --copy-storage --name moved
check "it runs there, by another name" runs_on b moved
virsh -c $b destroy moved > /dev/null
check "with all that was on it" qemu-img compare -f raw -F qcow2 "$scratch/data" \
  /srv/b/lib/images/copied.qcow2
check "back" "$QVIRT" -c $b migrate moved $a --offline --name copied
virsh -c $a start copied > /dev/null
refused 6 "$disk is on hostb already, and a copy would overwrite it" \
  "$QVIRT" migrate copied $b --copy-storage

# What QEMU or the hosts are not set up for.
refused 1 "credentials.* is running on hosta, not there on hostb" \
  "$QVIRT" migrate ticker $b --unsafe --tls

# What is in the way.
refused 4 "cannot connect to qemu\+tcp://hostc/system" "$QVIRT" migrate ticker qemu+tcp://hostc/system
refused 6 "destination is hosta, where the guest is" "$QVIRT" migrate ticker $a --unsafe
sed 's|copied|ticker|g' "$scratch/copied.xml" > "$scratch/other.xml"
virsh -c $b define "$scratch/other.xml" > /dev/null
refused 6 "there is another guest 'ticker'.*--name" "$QVIRT" migrate ticker $b --unsafe
virsh -c $b undefine ticker > /dev/null
cat > "$scratch/odd.xml" <<END
<domain type='qemu'><name>odd</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
<source file='/srv/shared/no.qcow2'/><target dev='vda' bus='virtio'/></disk>
<disk type='file' device='cdrom'><source file='/srv/shared/no.iso'/>
<target dev='sda' bus='sata'/></disk><interface type='network'><source network='only-a'/></interface>
<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0x1234'/></source>
</hostdev></devices></domain>
END
virsh -c $a define "$scratch/odd.xml" > /dev/null
"$QVIRT" migrate odd $b --offline --check --raw > "$scratch/found" 2> "$scratch/complaint"
check "--check finds all at once, and blocks" [ $? = 6 ]
for found in odd.network.yes.hostb.*has.*no.*network odd.disk.yes./srv/shared/no.qcow2 \
  odd.cdrom.yes./srv/shared/no.iso 'odd.host.*unsafe.*USB'; do
  check "$found" has "^$found" cat "$scratch/found"
done
check "the ticker has nothing in its way" without . "$QVIRT" migrate ticker $b --check
check "to the last, no tick was lost" runs_on a ticker
done_testing
