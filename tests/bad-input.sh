#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# bad-input: what is wrong gets one line that says what would be right, the documented exit status,
# and leaves nothing behind. Needs no daemon but libvirt's test driver.
. "$SOURCE_ROOT/tests/lib.sh"

node=test://$SOURCE_ROOT/tests/node.xml
host=$SOURCE_ROOT/tests/hosts/intel-kvm.xml
huge=$(head -c 100000 /dev/zero | tr '\0' a)

dry() {
  "$QVIRT" define --facts "$host" --dry-run "$@"
}
on_test() {
  "$QVIRT" -c test:///default "$@"
}
on_node() {
  "$QVIRT" -c "$node" "$@"
}

# Migration.
refused 2 "missing URI of the destination" on_node migrate x
refused 2 "missing GUEST… URI" on_node migrate
refused 2 "all takes the URI of the destination only" on_node migrate --all x test:///default
refused 2 "do not go together: libvirt copies disks" on_node migrate x test:///default --offline \
  --copy-storage
refused 2 "goes with --timeout SECONDS" on_node migrate x test:///default --timeout-action abort
refused 2 "one guest only" on_node migrate x y test:///default --name z
refused 2 "name: '-z' cannot be a guest's name|unknown option" on_node migrate x test:///default --name -z
refused 2 "bandwidth: '10' is not a size" on_node migrate x test:///default --bandwidth 10
refused 2 "downtime: '0' is not a whole number from 1 to" on_node migrate x test:///default --downtime 0
refused 4 "cannot connect to nowhere:///" on_node migrate x nowhere:///
refused 3 "no guest 'x'" on_node migrate x "$node"
refused 6 "cannot migrate guests" "$QVIRT" -c test:///default migrate test "$node"

# The command line.
refused 2 "no command 'defin'; did you mean 'define'\?" "$QVIRT" defin
refused 2 "no command; see" "$QVIRT"
refused 2 "no command 'a+'" "$QVIRT" "$huge"
refused 2 "unknown option --layuot; did you mean '--layout'\?" dry --layuot virtio x
refused 2 "missing GUEST" "$QVIRT" start
refused 2 "'y' is one argument too many" dry --preset linux x y
refused 2 "missing NAME" dry --preset linux
refused 2 "no preset: say --preset" dry x
refused 3 "no preset 'win01'; did you mean 'win10'\?" dry --preset win01 x
refused 3 "no preset 'qqqqqq'; there are: aarch64, " dry --preset qqqqqq x
refused 3 "no layout 'virtoi'; did you mean 'virtio'\?" dry --preset linux --layout virtoi x
refused 3 "no option 'hugepage'; did you mean 'hugepages'\?" dry --preset linux --with hugepage x
refused 2 "'hugepages' is not a layout .*use --with" dry --preset linux --layout hugepages x
refused 2 "preset 'base' is what others are built on" dry --preset base x
refused 2 "memory: '8Q' is not a size.*did you mean '8G'\?" dry --preset linux --memory 8Q x
refused 2 "memory: '4096' is not a size.*'4096G'" dry --preset linux --memory 4096 x
refused 2 "vcpus: '0' is not a whole number" dry --preset linux --vcpus 0 x
refused 2 "vcpus: 'two' is not a whole number" dry --preset linux --vcpus two x
refused 2 "accel: 'kwm' is none of: kvm, tcg; did you mean 'kvm'\?" dry --preset linux --accel kwm x
refused 2 "network: 'bridg=br0' is none of.*'bridge='" dry --preset linux --network bridg=br0 x
refused 2 "network: 'bridge=' is none of" dry --preset linux --network bridge= x
refused 2 "no column 'nmae'.*did you mean 'name'\?" "$QVIRT" presets -o nmae

# monitor refuses before it waits for a first event.
refused 2 "no event 'stoped'; did you mean 'stopped'\?" on_node monitor --event started,stoped
refused 2 "no event 'io-x\*'" on_node monitor --event 'io-x*'
refused 2 "no column 'nmae'" on_node monitor -o time,nmae
refused 2 "'pols' is none of: guests,.*did you mean 'pools'\?" on_node monitor --objects guests,pols
refused 2 "once is --count 1" on_node monitor --once --count 2
refused 2 "exec: no program 'nosuch'" on_node monitor --exec 'nosuch x'
refused 2 "exec: .*quote" on_node monitor --exec "echo 'x"
refused 3 "no guest 'nosuch'" on_node monitor nosuch
refused 1 "no events about a secret" on_node monitor --objects secrets
refused 7 "0 of 1 events came in 0 seconds" on_node monitor --once --timeout 0
check "every kind is listed" sh -c "[ \$('$QVIRT' monitor --events --noheadings | wc -l) -ge 33 ]"
refused 2 "neither a size" dry --preset linux --disk 64Q x
refused 2 "a recorded host can hold no guest" "$QVIRT" define --facts "$host" --preset linux x

refused 2 "set: 'vcpu' is not PATH=VALUE" dry --preset linux --set vcpu x
refused 2 "set: 'a b=1' is not PATH=VALUE" dry --preset linux --set 'a b=1' x
refused 2 "usb: '5ac:1' is not of that form" dry --preset linux --usb 5ac:1 x
refused 2 "pci: '6' is not of that form" dry --preset linux --pci 6 x
refused 2 "image: 'fat' is none of: thin, fast, full, raw" dry --preset linux --image fat x
refused 2 "cache: 'writeboth' is none of.*did you mean 'writeback'" dry --preset linux --cache writeboth x
refused 2 "with hugepages: the option takes no value" dry --preset linux --with hugepages=1 x

refused 2 "pin: '5-2' is neither auto nor none" dry --preset linux --pin 5-2 x
refused 2 "pin: 'all' is neither auto nor none" dry --preset linux --pin all x

refused 2 "layout 'nvme' taints the guest \(custom-device\): .*; --allow-taint permits it" dry \
  --preset linux --layout nvme x
check "a disk larger than QEMU's cache of its tables gets a larger one" has \
  '>134479872</max_size>' dry --preset linux --disk 1T x
check "and one that is not, does not" without 'metadata_cache' dry --preset linux --disk 256G x

# What cannot be, or not together.
refused 2 "5 drives on IDE: .*places for four" dry --preset i386 --disk 1G --disk 1G --disk 1G \
  --cdrom /a.iso --cdrom /b.iso x
refused 2 "CD drive on virtio-blk" dry --preset linux --cdrom /a.iso \
  --set 'devices/disk[cdrom.1]/target/@bus=virtio' x
refused 2 "io native goes with --cache none" dry --preset linux --cache writeback --io native x
refused 2 "iothread for a disk that is not on virtio-blk" dry --preset linux --layout ahci \
  --set 'devices/disk[disk.1]/driver/@iothread=1' x
refused 2 "Secure Boot without SMM" dry --preset linux \
  --set 'os/firmware/feature/@enabled=yes' x
refused 6 "4096 pages of 2048 KiB are needed and 900 are free" dry --preset linux --memory 8G \
  --with hugepages x
refused 2 "msdos' does not go with it" dry --preset msdos --with tpm-crb x
refused 2 "audio-ich6=duplex: it is there already" dry --preset linux --with audio-ich6=micro \
  --with audio-ich6=duplex x
refused 2 "USB mouse in a machine without USB" dry --preset linux-server --with mouse x
refused 2 "does not go with it" dry --preset linux --with headless --with spice x
refused 2 "GICv2 ends at 8" "$QVIRT" define --facts "$SOURCE_ROOT/tests/hosts/debian12-tcg.xml" \
  --dry-run --preset aarch64 --vcpus 9 --set 'features/gic/@version=2' x
device=$(sed -n 's|^\(/dev/[a-z0-9/]*\) / .*|\1|p' /proc/self/mounts)
if head -c 1 "$device" > /dev/null 2>&1; then
  refused 2 "'$device' is in use on this host" on_node define --preset i386 x --disk "$device"
fi

# Snapshots and clones.
refused 2 "snapshot: what of it\?" "$QVIRT" snapshot
refused 2 "no command 'snapshot creat'; did you mean 'create'\?" "$QVIRT" snapshot creat x
refused 2 "snapshot create: missing GUEST" "$QVIRT" snapshot create
refused 2 "snapshot delete: missing GUEST SNAPSHOT" "$QVIRT" snapshot delete x
refused 2 "snapshot list: unknown option --tre; did you mean '--tree'\?" "$QVIRT" snapshot list x --tre
refused 2 "no column 'knd'.*did you mean 'kind'\?" on_test snapshot list test -o knd
refused 2 "internal and --external do not go together" on_test snapshot create test a --internal \
  --external
refused 2 "paused and --running do not go together" on_test snapshot revert test a --running --paused
refused 3 "no guest 'nobody'" on_test snapshot create nobody
refused 3 "has no snapshot 'a'; 'qvirt snapshot list test' lists them" on_test snapshot delete test a
for name in '' .. 123 a/b "$(printf 'a\033[31m')" "$(printf '\377')"; do
  refused 2 "cannot be a snapshot's name|is not UTF-8|Invalid byte" on_test snapshot create test "$name"
  refused 2 "cannot be a guest's name|is not UTF-8|Invalid byte" on_test clone test "$name"
done
refused 2 "clone: missing GUEST NEW" "$QVIRT" clone x
refused 2 "tpm: 'steal' is none of: fresh, copy" "$QVIRT" clone x y --tpm steal
refused 3 "no guest 'nobody'" on_test clone nobody somebody
refused 1 "is running, and writes to its disks" on_test clone test other

# Names.
for name in '' . .. -x 12345 'a b' a/b '<b>' 'a&b' 'a"b' "a'b" "$(printf 'a\033[31m')" \
  "$(printf 'a\nb')" "$(printf '\377')" "$huge" ../etc/passwd; do
  refused 2 "cannot be a guest's name|unknown option|is not UTF-8" dry --preset linux -- "$name"
done
for name in "$huge" "$(printf '\377\376')" '<b>' "$(printf 'a\033b')" '..' ''; do
  refused 3 "no guest '" on_node start "$name"
done
check "no control byte reaches the terminal" sh -c \
  "'$QVIRT' -c '$node' start \"\$(printf 'a\033[31mb')\" 2>&1 | grep -F '\\x1B[31m'"

# Lists, labels and hosts.
refused 2 "state: 'off' is none of: no state, running, .*" on_node list --state off
refused 2 "state: 'pasued' is none of.*did you mean 'paused'\?" on_node list --state running,pasued
refused 2 "sort: no column 'nmae'.*did you mean 'name'\?" on_node list --sort nmae
refused 2 "sort: no column '-name'" on_node list --sort=--name
refused 2 "no column 'oss'" on_node list -o name,oss
refused 2 "tree: 'branches' is none of: all, snapshots, chains" on_node list --tree=branches
refused 3 "no guest 'nobody'" on_node list nobody
refused 3 "no guest 'nobody'" on_node list --tree nobody
for key in '' 'a b' "$huge" "$(printf 'a\033')" "$(printf '\377')" 'é'; do
  refused 2 "cannot be a label's key|is not UTF-8|the value is empty" on_node list -l "$key ="
  refused 2 "cannot be a label's key|is not UTF-8|no guest" on_node label x a=b "$key @-"
done
refused 2 "label: 'a' is not KEY=VALUE" dry --preset linux --label a x
refused 2 "label: .* has control characters" dry --preset linux --label "a=$(printf '\033[31m')" x
refused 2 "label: the value has more than 253 characters" dry --preset linux --label "a=$huge" x
refused 3 "no guest 'nobody'" on_node label nobody a=b
refused 2 "missing GUEST" on_node label
refused 2 "works on one host, and there are 2; name one with -c" \
  "$QVIRT" -c "$node" -c test:///default define --preset linux --disk none x
export XDG_CONFIG_HOME="$scratch/hosts"
mkdir -p "$XDG_CONFIG_HOME/qvirt"
refused 3 "hosts: neither .* nor .*hosts.conf is there; write \[GROUP\]" "$QVIRT" list --hosts lab
hosts() {
  printf '%s\n' "$@" > "$XDG_CONFIG_HOME/qvirt/hosts.conf"
}
hosts 'east = test:///default'
refused 1 "hosts.conf: Key file does not start with a group" "$QVIRT" list --hosts lab
hosts '[lab]'
refused 1 "\[lab\]: no NAME = URI line is in it" "$QVIRT" list --hosts lab
refused 3 "no group 'lba' in .*; there are: lab; did you mean 'lab'\?" "$QVIRT" list --hosts lba
hosts '[lab]' 'east ='
refused 1 "\[lab\]: host 'east': there is no URI" "$QVIRT" list --hosts lab
hosts '[lab]' 'east = test:///default' '[other]' "east = $node"
refused 2 "two hosts are called 'east': test:///default and test://" \
  "$QVIRT" --hosts lab --hosts other list
unset XDG_CONFIG_HOME

# What is not there, or not readable.
refused 4 "cannot connect to nowhere:///: " "$QVIRT" -c nowhere:/// list
refused 4 "cannot connect to qemu\+unix:" "$QVIRT" -c 'qemu+unix:///system?socket=/nonexistent' list
refused 2 "cdrom: '.*/none.iso': No such file" on_node define --preset i386 x --cdrom "$scratch/none.iso"
refused 2 "cdrom: '.*': neither a file nor" on_node define --preset i386 x --cdrom "$scratch"
refused 3 "cdrom: no storage pool 'nopool'" on_node define --preset i386 x --cdrom nopool/a.iso
refused 3 "disk: no volume 'none' in pool 'default'" on_node define --preset i386 x --disk default/none
refused 3 "no storage pool 'nopool'" on_node define --preset i386 x --disk 1G --pool nopool
printf 'QFI\373\0\0\0\3\0\0\0\0\0\0\1\0' > "$scratch/backed.qcow2"
refused 2 "refers to another file" on_node define --preset i386 x --disk "$scratch/backed.qcow2"
refused 3 "no guest 'nobody'" on_node info nobody

# Hands on a running guest.
on_test() {
  "$QVIRT" -c test:///default "$@"
}
refused 2 "no key 'entr'; did you mean 'enter'\?" on_test send-key test entr
refused 2 "no key 'ctl'; did you mean" on_test send-key test ctl-alt-del
refused 2 "send-key: no key; name one, or use --text" on_test send-key test
refused 2 "text: a US keyboard has no key for the character at byte 4 of 'caf" on_test send-key test \
  --text 'café'
refused 2 "hold: 'long' is not of that form" on_test send-key test a --hold long
check "keys are pressed on the test driver too" on_test send-key test ctrl-alt-del --hold 1
refused 2 "no command 'agent pong'; did you mean 'ping'\?" on_test agent test pong
refused 2 "agent info: 'more' is one argument too many" on_test agent test info more
refused 2 "timeout: '0' is not of that form" on_test agent test ping --timeout 0
refused 2 "source: 'cloud' is none of: agent, lease, arp" on_test agent test ip --source cloud
refused 1 "QEMU's monitor of guest 'test': this function is not supported" on_test qmp test query-status
refused 1 "QEMU's monitor of guest 'test': this function is not supported" on_test hmp test info
refused 2 "qmp: 'x' is neither KEY=VALUE nor a JSON object" on_test qmp test stop x
refused 2 "qmp: '\{bad' is no JSON object" on_test qmp test '{bad'
refused 2 "for: 'idle' is none of: running, off" on_test wait test --for idle
refused 7 "guest 'test': not off within 1 seconds" on_test wait test --for off --timeout 1
check "wait on the test driver" on_test wait test
refused 1 "guest 'test' has no serial port; 'qvirt view'" on_test console test < /dev/null
refused 2 "escape: 'x' is not of that form" on_test console test --escape x
refused 1 "guest 'test' has no display; define it --with spice" on_test view test
refused 2 "screen: 'one' is not of that form" on_test screenshot test --screen one
refused 1 "cannot write '/nonexistent/a.png': No such file" on_test screenshot test /nonexistent/a.png
refused 1 "cannot write '/dev/full': No space" on_test screenshot test /dev/full --force
check "and the device is still one" test -c /dev/full
check "screenshot on the test driver" has 'pixels in' on_test screenshot test "$scratch/test.png"
refused 1 "test.png' is there already; --force" on_test screenshot test "$scratch/test.png"
refused 6 "this host cannot: layout 'ide' needs machine.pc" dry --preset linux --layout ide x
refused 6 "this host has no KVM for aarch64" dry --preset aarch64 --accel kvm x
refused 6 "'hugepages' needs hugepages.2048" \
  "$QVIRT" define --facts "$SOURCE_ROOT/tests/hosts/debian12-tcg.xml" --dry-run --preset linux \
  --with hugepages x
refused 6 "needs arch.aarch64.*install qemu-system-arm" \
  "$QVIRT" define --facts "$SOURCE_ROOT/tests/hosts/amd-sev.xml" --dry-run --preset aarch64 x
# Settings say what they need, as templates do.
older() {
  "$QVIRT" define --facts "$SOURCE_ROOT/tests/hosts/older.xml" --dry-run --preset linux --disk none "$@"
}
refused 6 "vhost-user /x needs memoryBacking.sourceType.memfd" older --vhost-user /x x
refused 6 "option 'shared-memory' needs memoryBacking.sourceType.memfd" \
  older --with shared-memory --vhost-user /x x
refused 6 "pci 06:12.0 needs hostdev.pciBackend.vfio.*IOMMU" older --pci 06:12.0 x
refused 6 "io io_uring needs disk.io.io_uring" older --io io_uring x
refused 2 "forward 1:2 taints the guest \(custom-argv\): .*--allow-taint" \
  older --forward 1:2 --forward 3:4 x
check "a taint is named once" test "$(older --forward 1:2 --forward 3:4 x 2>&1 | grep -o taints | wc -l)" = 1
sed 's/<value>usb<\/value>//' "$SOURCE_ROOT/tests/hosts/older.xml" > "$scratch/no-usb.xml"
no_usb() {
  "$QVIRT" define --facts "$scratch/no-usb.xml" --dry-run --preset linux --disk none "$@"
}
refused 6 "usb 1.2 needs hostdev.subsysType.usb" no_usb --usb 1.2 x
refused 6 "usb-stick $0 needs disk.bus.usb" no_usb --usb-stick "$0" x
sed 's/<value>passt<\/value>//' "$SOURCE_ROOT/tests/hosts/intel-kvm.xml" > "$scratch/no-passt.xml"
refused 6 "network passt needs interface.backendType.passt.*install passt" \
  "$QVIRT" define --facts "$scratch/no-passt.xml" --dry-run --preset linux --disk none --network passt x
check "a host that lists no back ends is given the benefit of the doubt" has '<backend type="passt"' \
  older --network passt x
check "vhost-user brings the option that shares memory" has "memoryBacking/source/@type .* shared-memory .* vhost-user" \
  "$QVIRT" explain --facts "$host" --preset linux --disk none --vhost-user /x
refused 2 "a USB device in a machine without USB" dry --preset linux-server --disk none --usb 1.2 x
refused 5 "not well-formed" "$QVIRT" define --facts "$SOURCE_ROOT/README.md" --dry-run --preset linux x
refused 5 "not the record of a host" \
  "$QVIRT" define --facts "$SOURCE_ROOT/tests/node.xml" --dry-run --preset linux x
refused 1 "cannot write the output" sh -c "'$QVIRT' presets > /dev/full"

# The user's own templates.
export XDG_CONFIG_HOME="$scratch/config"
mine=$XDG_CONFIG_HOME/qvirt/templates/presets
mkdir -p "$mine"
preset() {
  printf '%s\n' "<preset xmlns:q='urn:qvirt:1' id='mine' $1>" '<title>t</title>' "$2" '</preset>' \
    > "$mine/mine.xml"
}
preset "extends='linux'" "<domain><vcpu q:why='w' q:source='s'>3</vcpu></domain>"
check "a preset of one's own extends a shipped one" has '<vcpu>3</vcpu>' dry --preset mine x
preset "extends='linux'" "<domain><vcpu>3</domain>"
refused 5 "mine.xml:3: not well-formed" dry --preset mine x
check "a broken preset does not hide the others" has '^win10 ' "$QVIRT" presets
preset "extends='linux'" "<domain><vcpu q:wyh='w'>3</vcpu></domain>"
refused 5 "mine.xml:3: " dry --preset mine x
preset "extends='mine'" ""
refused 5 "mine.xml:1: preset 'mine' extends itself" dry --preset mine x
preset "extends='lunix'" ""
refused 3 "mine.xml:1: extends: no preset 'lunix'; did you mean 'linux'" dry --preset mine x
preset "extends='linux'" "<domain><vcpu q:requires='kwm'>3</vcpu></domain>"
refused 5 "mine.xml:3: no host has a fact 'kwm'; did you mean 'kvm'" dry --preset mine x
preset "extends='linux'" ""
chmod o+w "$mine/mine.xml"
refused 5 "mine.xml: everybody may write to it" dry --preset mine x
chmod o-w "$mine/mine.xml"
preset "extends='linux'" "<refuses with='hugepages' why='it swaps'/>"
refused 2 "option 'hugepages' does not go with it: it swaps" dry --preset mine --with hugepages x
preset "extends='linux'" "<taints as='custom-argv' why='by hand'/>"
refused 2 "preset 'mine' taints the guest \(custom-argv\): by hand; --allow-taint" dry --preset mine x
check "what taints can be permitted" has '<vcpu>' dry --preset mine --allow-taint x
options=$XDG_CONFIG_HOME/qvirt/templates/options
mkdir -p "$options"
printf '%s\n' "<option xmlns:q='urn:qvirt:1' id='cpus'><title>t</title>" \
  "<takes pattern='[1-9]' title='a digit' default='3'/>" \
  "<domain><vcpu q:takes='_' q:why='w' q:source='s'/></domain></option>" > "$options/cpus.xml"
check "an option takes a value" has '<vcpu>5</vcpu>' dry --preset linux --with cpus=5 x
check "or its default" has '<vcpu>3</vcpu>' dry --preset linux --with cpus x
refused 2 "with cpus: '55' is not what it takes: a digit" dry --preset linux --with cpus=55 x
printf '%s\n' "<option xmlns:q='urn:qvirt:1' id='eight' extends='cpus'><title>t</title>" \
  "<needs fact='tcg' why='w'/></option>" > "$options/eight.xml"
check "an option extends another, with its default" has '<vcpu>3</vcpu>' \
  dry --preset linux --accel tcg --with eight x
check "whose value can be given beside it" has '<vcpu>7</vcpu>' \
  dry --preset linux --accel tcg --with eight --with cpus=7 x
check "in any order" has '<vcpu>7</vcpu>' \
  dry --preset linux --accel tcg --with cpus=7 --with eight x
refused 2 "with cpus=4: it is there already, once is all" \
  dry --preset linux --with eight --with cpus=7 --with cpus=4 x
sed -i "s/extends='cpus'/extends='usb-nec'/" "$options/eight.xml"
refused 2 "option 'eight' does not go with it: the guest has one USB controller" \
  dry --preset linux --accel tcg --with eight --with usb-1 x
mv "$mine/mine.xml" "$mine/linux.xml"
sed -i "s/id='mine' extends='linux'/id='linux' extends='amd64'/; /taints/d" "$mine/linux.xml"
check "explain says when a template hides a shipped one" has "'linux' is .*/linux.xml, which hides" \
  "$QVIRT" explain --facts "$host" --preset linux
done_testing
