#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# tree: labels, flags, snapshots and backing chains of real guests, off and running.
. "$SOURCE_ROOT/tests/lib.sh"
mkdir -p "$images" "$scratch/away"

image() {
  qemu-img create -q -f qcow2 "$@"
}
virsh pool-define-as default dir --target "$images" > /dev/null
virsh pool-start default > /dev/null
image "$images/base.qcow2" 16M
image -b "$images/base.qcow2" -F qcow2 "$images/middle.qcow2"
image -b "$images/middle.qcow2" -F qcow2 "$images/top.qcow2"
virsh pool-refresh default > /dev/null
# Outside of any pool: a chain with names relative to the file, one that is a circle, one whose
# formats nobody wrote down, and a name that would harm a terminal.
truncate -s 16M "$scratch/away/raw.img"
(
  cd "$scratch/away" || exit 1
  image -b raw.img -F raw relative.qcow2
  image a.qcow2 16M
  image -b a.qcow2 -F qcow2 b.qcow2
  qemu-img rebase -u -b b.qcow2 -F qcow2 a.qcow2
  image -u -b "$(printf 'harm\033[31m')" -F qcow2 harm.qcow2 16M
  image -u -b nobody.qcow2 -F qcow2 broken.qcow2 16M
)

disks() {
  letter=a
  for file; do
    echo "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='$file'/>
      <target dev='vd$letter' bus='virtio'/></disk>"
    letter=$(printf %s $letter | tr a-y b-z)
  done
}
guest() {
  name=$1
  shift
  cat > "$scratch/$name.xml" << END
<domain type="qemu"><name>$name</name><memory unit="MiB">64</memory><vcpu>1</vcpu>
<os><type arch="x86_64" machine="q35">hvm</type></os><devices>$(disks "$@")</devices></domain>
END
  virsh define "$scratch/$name.xml" > /dev/null
}
guest chain "$images/top.qcow2"
guest odd "$scratch/away/relative.qcow2" "$scratch/away/a.qcow2" "$scratch/away/harm.qcow2" \
  "$scratch/away/broken.qcow2"

tree() {
  "$QVIRT" list --tree -o name,kind,state,current,format --noheadings "$@" |
    sed -e "s|$images|IMAGES|" -e "s|$scratch|SCRATCH|" -e 's/  */ /g' -e 's/ $//' > "$scratch/tree"
}
shows() {
  diff -u - "$scratch/tree"
}

tree chain
check "the chain of a guest that is off is read in its pool" shows << 'END'
chain guest shut off
└─vda disk
 └─IMAGES/top.qcow2 image qcow2
 └─IMAGES/middle.qcow2 image qcow2
 └─IMAGES/base.qcow2 image qcow2
END
"$QVIRT" list --tree odd -o name,kind,state,format > "$scratch/odd"
check "else in the file: a name relative to it" grep -Eq "└─$scratch/away/raw.img +image +raw" "$scratch/odd"
check "a circle ends" sh -c \
  "[ \$(grep -c '/b.qcow2 ' '$scratch/odd') = 100 ] && grep -q 'chain unknown' '$scratch/odd'"
check "a name cannot harm the terminal" sh -c \
  "grep -F 'x1B[31m' '$scratch/odd' && ! grep -P '\033' '$scratch/odd'"
check "a chain whose end is not there is not known" \
  grep -Eq '/nobody.qcow2 +image +chain unknown +qcow2' "$scratch/odd"

# Snapshots inside of the image, off; then one beside it, running.
virsh snapshot-create-as chain s1 > /dev/null
virsh snapshot-create-as chain s2 > /dev/null
virsh snapshot-revert chain s1 > /dev/null
virsh snapshot-create-as chain s3 > /dev/null
tree chain
check "snapshots below their parents, the current one marked" shows << 'END'
chain guest shut off
├─s1 snapshot shut off no
│ ├─s2 snapshot shut off no
│ └─s3 snapshot shut off yes
└─vda disk
 └─IMAGES/top.qcow2 image qcow2
 └─IMAGES/middle.qcow2 image qcow2
 └─IMAGES/base.qcow2 image qcow2
END
check "and counted" has '^chain +3$' "$QVIRT" list chain -o name,snapshots --noheadings
for snapshot in s1 s2 s3; do virsh snapshot-delete chain $snapshot > /dev/null; done

virsh start chain > /dev/null
virsh snapshot-create-as chain beside --disk-only > /dev/null
tree chain
check "a running guest's chain is libvirt's own, with what no pool has seen" shows << 'END'
chain guest running
├─beside snapshot disk-snapshot yes
└─vda disk
 └─IMAGES/top.beside image qcow2
 └─IMAGES/top.qcow2 image qcow2
 └─IMAGES/middle.qcow2 image qcow2
 └─IMAGES/base.qcow2 image qcow2
END

# A QEMU that hangs holds nobody up.
run=/run/libvirt/qemu
[ "$(id -u)" = 0 ] || run=$XDG_RUNTIME_DIR/libvirt/qemu/run
kill -STOP "$(cat "$run/chain.pid")"
check "a hung guest is listed with all there is to know" has '^chain +running +64.0 MiB +1 +1$' \
  timeout 60 "$QVIRT" list --noheadings -o name,state,memory,vcpus,snapshots
check "and its tree" has 'top.beside' timeout 60 "$QVIRT" list --tree chain
kill -CONT "$(cat "$run/chain.pid")"

# Labels, in the definition and in the running guest; what others wrote down stays.
virsh metadata chain --uri urn:other:1 --key other --set '<other/>' --live --config > /dev/null
check "label a running guest" "$QVIRT" label chain env=prod tier=front
for where in --live --config; do
  check "the label is there $where" has 'key="env" value="prod"' \
    virsh metadata chain --uri urn:qvirt:1 $where
  check "others' metadata too $where" has '<other/>' virsh metadata chain --uri urn:other:1 $where
done
check "remove one" "$QVIRT" label chain tier-
check "flags: autostart" virsh autostart chain
check "saved" virsh managedsave chain
check "off, it is as it was" has '^chain +shut off +saved +yes +yes +yes +env=prod$' "$QVIRT" list \
  -l env=prod --noheadings -o name,state,reason,autostart,managed-save,persistent,labels
check "--autostart finds it, not the other" sh -c \
  "[ \"\$('$QVIRT' list --autostart -o name --noheadings)\" = chain ]"
check "remove the last label" "$QVIRT" label chain env-
check "takes the metadata with it" sh -c "! virsh metadata chain --uri urn:qvirt:1 --config"
cat > "$scratch/passing.xml" << 'END'
<domain type="qemu"><name>passing</name><memory unit="MiB">64</memory><vcpu>1</vcpu>
<os><type arch="x86_64" machine="q35">hvm</type></os></domain>
END
virsh create "$scratch/passing.xml" > /dev/null
check "label a transient guest" "$QVIRT" label passing env=test
check "which has it" has '^passing +no +64.0 MiB +1 +env=test$' "$QVIRT" list -l env --noheadings \
  -o name,persistent,memory,vcpus,labels
virsh destroy passing > /dev/null
done_testing
