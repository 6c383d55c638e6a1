#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshots: a guest goes back to what it was, of either kind; chains are checked first, and no
# image is ever readable by others.
. "$SOURCE_ROOT/tests/lib.sh"

# write GUEST WORD: into the running guest's file, and through to the disk.
write() {
  inside "$1" "echo $2 > /mnt/new && mv /mnt/new /mnt/word && sync"
}
says() {
  wait_for 90 has "^$2\$" inside "$1" cat /mnt/word
}
# The overlays and files of memory: all for their owner only.
private() {
  [ "$(ls "$images" | grep -c "$1")" = "$2" ] || { ls -l "$images"; return 1; }
  ! find "$images" -name "*$1*" ! -perm 600 | grep .
}
off() {
  qvirt stop --force "$1" && has 'shut off' qvirt info "$1" -o state
}

# A disk with a file system, in both formats.
mkdir -p "$images" "$scratch/root"
echo first > "$scratch/root/word"
truncate -s 48M "$scratch/disk.raw"
mkfs.ext4 -q -d "$scratch/root" "$scratch/disk.raw"
for name in keep raw; do
  case $name in raw) format=raw ;; *) format=qcow2 ;; esac
  qemu-img convert -O $format "$scratch/disk.raw" "$images/$name.img"
  chmod 600 "$images/$name.img"
done
virsh pool-define-as default dir --target "$images" > /dev/null
virsh pool-start default > /dev/null

check "a live guest" live keep --disk "$images/keep.img" --start
check "and one on a raw disk" live rough --disk "$images/raw.img"
check "it is up" wait_for 120 is_live keep
check "its file is there" says keep first

# Internal, with memory.
check "internal where that can be" has "internal snapshot 'one' of guest 'keep' made" \
  qvirt snapshot create keep one --description 'the first'
check "it is listed" has '^one +yes +internal +yes +running .* the first$' qvirt snapshot list keep
refused 1 "has a snapshot 'one' already" "$QVIRT" snapshot create keep one
refused 1 "internal ones, and both kinds on one guest lose data" \
  "$QVIRT" snapshot create keep --external
refused 1 "no snapshot of guest 'keep' can be made" "$QVIRT" snapshot create keep --disk-only
check "the guest writes" write keep second
check "back" has "guest 'keep' is back at snapshot 'one'" qvirt snapshot revert keep one
check "it runs, and its file is as it was" says keep first
check "delete" qvirt snapshot delete keep one
check "none is left" test -z "$(virsh snapshot-list keep --name)"
refused 3 "guest 'keep' has no snapshot 'one'" "$QVIRT" snapshot revert keep one

# External, of the disks only.
check "external" qvirt snapshot create keep two --external --disk-only
check "with the agent's help" qvirt snapshot create keep three --disk-only --quiesce
check "overlays are for their owner only" private 'keep-vda\.' 2
check "the record says external" has '^three +yes +external +no +disk-snapshot .* two' \
  qvirt snapshot list keep
check "as a tree" has '─three ' qvirt snapshot list keep --tree
check "the chain is written down with its formats" has 'backing file format: qcow2' \
  qemu-img info -U "$images/keep-vda.three.qcow2"
check "the guest writes on" write keep third
refused 1 "external ones, and both kinds" "$QVIRT" snapshot create keep --internal
check "with memory, while it runs" qvirt snapshot create keep four
check "its memory is for its owner only" private 'keep\.four\.memory' 1
check "info names the images" has 'keep-vda.three.qcow2' qvirt snapshot info keep four -o disks
check "the guest writes again" write keep fourth
check "back, memory and all" qvirt snapshot revert keep four
check "it runs on" says keep third
check "the overlay that was left is gone" private 'keep-vda\.four' 1
check "delete in the middle of the chain merges" qvirt snapshot delete keep three
check "and keeps the guest as it is" says keep third
check "its overlay is merged" test ! -e "$images/keep-vda.three.qcow2"
check "delete with memory" qvirt snapshot delete keep four
check "and its file of memory" test ! -e "$images/keep.four.memory"
check "still as it is" says keep third

# Off: back to the disks of then, and a branch.
check "off" off keep
check "one more" qvirt snapshot create keep five
check "overlays of a guest that is off too are for their owner only" private 'keep-vda\.five' 1
check "back, off" qvirt snapshot revert keep two
check "start there" qvirt start keep
check "its file is that of the first snapshot" says keep first
check "the mode holds while it runs" private 'keep-vda\.' 2
refused 1 "several states of guest 'keep' grow out of it" "$QVIRT" snapshot delete keep two
check "the branch goes" qvirt snapshot delete keep five
check "then the trunk" qvirt snapshot delete keep two
check "the guest is as it was" says keep first
check "nothing of them is left" private 'keep-vda' 0

# Chains that cannot be trusted, and guests that share.
check "off again" off keep
check "six" qvirt snapshot create keep six --external
mv "$images/keep.img" "$images/away.img"
refused 1 "'.*keep.img' is not there" "$QVIRT" snapshot create keep seven
refused 1 "'.*keep.img' is not there" "$QVIRT" snapshot revert keep six
refused 1 "'.*keep.img' is not there" "$QVIRT" snapshot delete keep six
ln "$images/keep-vda.six.qcow2" "$images/keep.img"
qemu-img rebase -u -F qcow2 -b "$images/keep-vda.six.qcow2" "$images/keep.img"
refused 1 "lies below itself" "$QVIRT" snapshot create keep seven
rm "$images/keep.img"
mv "$images/away.img" "$images/keep.img"
qemu-img rebase -u -F qcow2 -b "$images/keep.img" "$images/keep-vda.six.qcow2"
cp "$images/keep.img" "$images/away.img"
cp "$images/raw.img" "$images/keep.img"
refused 1 "keep.img' is used as qcow2, and is raw by its header" "$QVIRT" snapshot delete keep six
mv "$images/away.img" "$images/keep.img"
qemu-img create -q -f qcow2 -F qcow2 -b "$images/keep.img" "$images/other.qcow2"
virsh pool-refresh default > /dev/null
refused 1 "image '.*other.qcow2' lies on top of" "$QVIRT" snapshot delete keep six
rm "$images/other.qcow2"
check "sound again, it is deleted" qvirt snapshot delete keep six
check "a raw disk is kept outside" has 'the snapshot is external: disk vda is raw' \
  qvirt snapshot create rough a
refused 1 "can have no internal snapshot: .*external" "$QVIRT" snapshot create rough b --internal
check "children go with it" sh -c "'$QVIRT' snapshot create rough b && \
  '$QVIRT' snapshot delete rough a --children"
check "the disk is the raw one again" has 'raw.img' qvirt info rough -o disks
check "a guest with UEFI" qvirt define --preset linux uefi --accel tcg --disk 16M --memory 128M
check "has external ones" has 'external: libvirt makes none of a guest with UEFI' \
  qvirt snapshot create uefi a
check "which are deleted with it" qvirt delete uefi --storage
check "all of them" private uefi 0
done_testing
