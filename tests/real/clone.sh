#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# clone: full and linked clones boot, and share nothing that one of them writes to; what fails or is
# interrupted leaves nothing.
. "$SOURCE_ROOT/tests/lib.sh"

# write GUEST WORD: into the running guest's file, and through to the disk.
write() {
  inside "$1" "echo $2 > /mnt/word && sync"
}
# says GUEST FILE WORD: the running guest has that in its file.
says() {
  inside "$1" cat "/mnt/$2" | grep -qx "$3"
}
sum() {
  sha256sum "$images/$1" | cut -d' ' -f1
}
is_unchanged() {
  [ "$(sum "$1")" = "$2" ]
}
# differs PATTERN: the two guests' domains have each one of it, and not the same.
differs() {
  one=$(virsh dumpxml --inactive "$2" | grep -o "$1" | head -1)
  other=$(virsh dumpxml --inactive "$3" | grep -o "$1" | head -1)
  echo "$one and $other"
  [ -n "$one" ] && [ -n "$other" ] && [ "$one" != "$other" ]
}
files() {
  find "$images" /var/lib/libvirt/qemu/nvram -type f 2> /dev/null | sort
  virsh list --all --name | sort
  virsh pool-list --all --name | sort
}
as_before() {
  files | diff "$scratch/before" -
}

mkdir -p "$images" "$scratch/root"
echo first > "$scratch/root/word"
truncate -s 48M "$scratch/disk.raw"
mkfs.ext4 -q -d "$scratch/root" "$scratch/disk.raw"
qemu-img convert -O qcow2 "$scratch/disk.raw" "$images/orig.img"
chmod 600 "$images/orig.img"
virsh pool-define-as default dir --target "$images" > /dev/null
virsh pool-start default > /dev/null
mkdir "$scratch/small"
mount -t tmpfs -o size=512k tmpfs "$scratch/small"
virsh pool-define-as small dir --target "$scratch/small" > /dev/null
virsh pool-start small > /dev/null

check "a guest" live orig --disk "$images/orig.img" --network user
check "one with UEFI and a TPM" qvirt define --preset linux uefi --accel tcg --disk 1M \
  --memory 128M --with tpm-crb --network none --start
check "ran once" qvirt stop --force uefi

# A full clone.
files > "$scratch/before"
refused 1 "there is a guest 'uefi' already" "$QVIRT" clone orig uefi
refused 2 "cannot be a guest's name" "$QVIRT" clone orig ../x
refused 1 "is running, and writes" sh -c \
  "'$QVIRT' start uefi > /dev/null; '$QVIRT' clone uefi x; s=\$?; '$QVIRT' stop -f uefi > /dev/null; exit \$s"
refused 3 "no storage pool 'nopool'" "$QVIRT" clone orig x --disk-pool nopool
refused 6 "does not fit in storage pool 'small'" "$QVIRT" clone orig x --disk-pool small
check "what was refused left nothing" as_before
check "full" has "guest 'orig' cloned as 'full'" qvirt clone orig full
check "another UUID" differs '<uuid>.*' orig full
check "another MAC address" differs '<mac address=.*' orig full
check "another disk" differs 'source file=.*img\|source file=.*qcow2' orig full
check "for its owner only" test "$(stat -c %a "$images/full.qcow2")" = 600
check "it stands alone" without 'backing file' qemu-img info "$images/full.qcow2"
check "it starts" qvirt start full
check "and boots, with a log of its own" wait_for 120 is_live full
check "it has the content" wait_for 60 says full word first
check "the disk is its own" qvirt delete --force --storage full
check "and gone with it" as_before

# Linked.
before=$(sum orig.img)
check "linked" qvirt clone orig one --linked
check "and another" qvirt clone orig two --linked
check "both lie on the same image" sh -c \
  "qemu-img info '$images/one.qcow2' && qemu-img info '$images/two.qcow2' |
   grep -q 'backing file: $images/orig.img'"
check "with its format" has 'backing file format: qcow2' qemu-img info "$images/two.qcow2"
check "the original goes on in an overlay" has 'orig-vda.shared.qcow2' qvirt info orig -o disks
check "all for their owners only" test -z "$(find "$images" -name '*.qcow2' ! -perm 600)"
check "one starts" qvirt start one
check "and the original" qvirt start orig
check "one boots" wait_for 180 is_live one
check "one writes" write one linked
check "the original boots" wait_for 180 is_live orig
check "and has what it had" wait_for 60 says orig word first
check "the original writes" write orig mine
check "one has its own" says one word linked
check "stop both" qvirt stop --force one orig
check "nobody wrote to what they share" is_unchanged orig.img "$before"
check "a clone of what was written shares that" qvirt clone orig three --linked
check "the chain is one longer" has 'orig-vda.shared.qcow2' qemu-img info "$images/three.qcow2"
refused 1 "cannot be deleted with its storage: guest '(one|two|three)' needs" \
  "$QVIRT" delete --storage orig
check "an external snapshot of the original" qvirt snapshot create orig s --external
check "can be deleted, as nobody lies on it" qvirt snapshot delete orig s
check "a snapshot below a linked clone" qvirt snapshot create orig s --external
check "the clone lies on its overlay" qvirt clone orig four --linked
check "written to by the original" sh -c "'$QVIRT' snapshot create orig t --external"
refused 1 "needs image|several states" "$QVIRT" snapshot delete orig s
check "the clones go, with what is theirs" qvirt delete --storage one two three four
check "and then the original with its overlays" qvirt delete --storage orig
check "all of them" test -z "$(find "$images" -name 'orig-vda*' -o -name 'one*' -o -name 'two*')"
check "but not the disk that was there before" is_unchanged orig.img "$before"

# UEFI variables and TPM.
vars=/var/lib/libvirt/qemu/nvram
check "with its UEFI variables" qvirt clone uefi twin
check "the same" cmp "$vars/uefi_VARS.fd" "$vars/twin_VARS.fd"
check "for their owner only" test "$(stat -c %a "$vars/twin_VARS.fd")" = 600
check "the TPM is fresh" test ! -e "/var/lib/libvirt/swtpm/$(virsh domuuid twin)"
check "it starts" qvirt start twin
check "delete it" qvirt delete --force --storage twin
check "with the variables" test ! -e "$vars/twin_VARS.fd"
check "with the TPM's secrets" qvirt clone uefi twin --tpm copy
check "the same" diff -r "/var/lib/libvirt/swtpm/$(virsh domuuid uefi)" \
  "/var/lib/libvirt/swtpm/$(virsh domuuid twin)"
check "it starts" qvirt start twin
check "delete it" qvirt delete --force --storage twin
check "no pool is left" test "$(virsh pool-list --all --name | grep -c .)" = 2

# Interrupted: libvirt can neither be stopped nor delete what it still makes. Its qemu-img takes
# six seconds more from here on.
check "a disk to copy" live slow --disk "$images/orig.img"
cp /usr/bin/qemu-img "$scratch/qemu-img"
printf '#!/bin/sh\n%s "$@" || exit\ncase $1 in create | convert) sleep 6 ;; esac\n' \
  "$scratch/qemu-img" > "$scratch/slow"
chmod 755 "$scratch/slow"
mount --bind "$scratch/slow" /usr/bin/qemu-img
files > "$scratch/before"
# interrupt SIGNAL STATUS FILE CMD...: the prompt is back in much less time than the copy takes.
interrupt() {
  signal=$1 wanted=$2 file=$3
  shift 3
  env --default-signal=INT,TERM "$QVIRT" "$@" > "$scratch/said" 2>&1 &
  wait_for 30 test -e "$images/$file" || { cat "$scratch/said"; return 1; }
  sleep 1
  [ "$(stat -c %a "$images/$file")" = 600 ] || { ls -l "$images/$file"; return 1; }
  begun=$(date +%s)
  kill "-$signal" $!
  wait $!
  status=$?
  cat "$scratch/said"
  [ $(($(date +%s) - begun)) -lt 4 ] || return 1
  [ $status = "$wanted" ] || { echo "exit status $status"; return 1; }
  grep -q "removes it when it is done" "$scratch/said"
}
check "Ctrl-C while a disk is copied" interrupt INT 130 x.qcow2 clone slow x
check "nothing is left in the end" wait_for 60 as_before
check "SIGTERM while one is made" interrupt TERM 143 y.qcow2 define --preset linux y --accel tcg \
  --disk 64M --image full
check "nothing is left in the end" wait_for 60 as_before
umount /usr/bin/qemu-img
virsh pool-destroy small > /dev/null
umount "$scratch/small"
done_testing
