#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# interop: the other tools see qvirt's guests as their own, and qvirt sees theirs.
. "$SOURCE_ROOT/tests/lib.sh"
export NO_AT_BRIDGE=1

check "define" qvirt define --preset linux ours --accel tcg --disk 1G --memory 512M
virsh dumpxml --inactive ours > "$scratch/ours.xml"
check "its XML is valid" virt-xml-validate "$scratch/ours.xml" domain
check "virsh defines it again" virsh define --validate "$scratch/ours.xml"
qvirt define --preset win10 dry --accel tcg --dry-run > "$scratch/dry.xml" 2> /dev/null
check "a dry run is valid too" virt-xml-validate "$scratch/dry.xml" domain
check "a dry run touches nothing" without dry sh -c "virsh list --all; ls '$images'"
check "virsh defines a dry run" virsh define --validate "$scratch/dry.xml"
check "delete it" qvirt delete dry
check "virt-xml edits it" virt-xml ours --edit --memory 768 --define
check "and qvirt sees that" has 'Memory +768' qvirt info ours -o memory
check "the OS is told as virt-manager reads it" has 'libosinfo.org/linux/2022' \
  virt-xml ours --edit --metadata os_name=linux2022 --print-xml
check "virt-clone clones it" virt-clone -o ours -n copy --auto-clone
check "the clone starts" qvirt start copy
check "deleting the clone spares the disk of its origin" without 'deleting disk' \
  qvirt delete --force --storage copy
check "which is still there" test -e "$images/ours.qcow2"

check "virt-install makes a guest" virt-install --name theirs --os-variant generic --virt-type qemu \
  --memory 128 --disk none --network none --graphics none --import --noautoconsole
check "qvirt lists it" has 'theirs +running' qvirt list
check "qvirt shows it" has '^Name +theirs' qvirt info theirs
refused 1 'not made by qvirt' "$QVIRT" explain theirs
check "qvirt stops it" qvirt stop --force theirs
check "qvirt starts it" qvirt start theirs
refused 1 'is running; stop it first' "$QVIRT" delete theirs
refused 7 'still runs after 1 seconds' "$QVIRT" stop theirs --timeout 1
check "qvirt deletes it" qvirt delete --force theirs
check "delete ours" qvirt delete --storage ours
check "a guest with UEFI variables, saved memory and a snapshot is deleted whole" sh -ec "
  '$QVIRT' define --preset i386 whole --accel tcg --disk 64M --memory 64M --start
  virsh snapshot-create-as whole first
  virsh managedsave whole
  '$QVIRT' delete --storage whole"
check "nothing is left" test "$(virsh list --all --name | grep -c .)" = 0
done_testing
