#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# files: what 'qvirt files' lists is on the disk, and what lies on the disk under a guest's name or
# UUID is listed, in every state of a guest.
. "$SOURCE_ROOT/tests/lib.sh"

# What outlives a running guest; sockets and pid files do not.
if [ "$(id -u)" = 0 ]; then
  kept="/etc/libvirt/qemu /var/lib/libvirt /var/log/libvirt/qemu /var/log/swtpm/libvirt/qemu"
  variables=/var/lib/libvirt/qemu/nvram saved=/var/lib/libvirt/qemu/save
else
  config=${XDG_CONFIG_HOME:-$HOME/.config}/libvirt/qemu
  kept="$config $images $logs"
  variables=$config/nvram saved=$config/save
fi

paths() {
  "$QVIRT" files "$@" --noheadings --raw -o path | sort
}
# lists GUEST KIND STATE OWNER PATH: as a line of the list.
lists() {
  "$QVIRT" files "$1" --noheadings --raw -o kind,state,owner,path > "$scratch/list"
  cat "$scratch/list"
  grep -Fqx "$2 $3 $4 $5" "$scratch/list"
}
# exist GUEST: all of its files that are said to be there are, and those that are not, are not.
exist() {
  "$QVIRT" files "$1" --noheadings --raw -o state,path > "$scratch/list"
  [ -s "$scratch/list" ] || return 1
  while read -r state path; do
    case $state in
    there) [ -e "$path" ] ;;
    missing) [ ! -e "$path" ] ;;
    *) false ;;
    esac || { echo "$state: $path"; return 1; }
  done < "$scratch/list"
}
# nothing_else GUEST: what has its name or UUID in its own is in the list, or below what is.
nothing_else() {
  uuid=$(virsh domuuid "$1")
  paths "$1" > "$scratch/paths"
  find $kept \( -name "$1" -o -name "$1[._-]*" -o -name "$uuid" \) 2> /dev/null |
    grep -v "/channel/target/" | sort > "$scratch/found"
  [ -s "$scratch/found" ] || return 1
  while read -r found; do
    grep -Fqx "$found" "$scratch/paths" || { echo "not listed: $found"; return 1; }
  done < "$scratch/found"
}
is_whole() {
  exist "$1" && nothing_else "$1"
}

mkdir -p "$images"
virsh -q pool-define-as default dir --target "$images"
virsh -q pool-start default
truncate -s 1M "$images/cd.iso"

check "a guest with UEFI, a TPM, a CD and a console log" qvirt define --preset linux ux --accel tcg \
  --disk 1M --memory 128M --with tpm-crb --network none --with console-log --cdrom "$images/cd.iso"
check "never started: its disk" lists ux disk there guest "$images/ux.qcow2"
check "its CD, which is not its own" lists ux medium there shared "$images/cd.iso"
check "its variables are to be made" lists ux variables missing guest "$variables/ux_VARS.fd"
check "its console log is to be made" lists ux console-log missing guest "$logs/ux-console.log"
check "no more of it exists" is_whole ux
mkdir -p "$variables"
check "an earlier guest's variables are taken over" sh -c ": > '$variables/ux_VARS.fd'"
check "and listed" lists ux variables there guest "$variables/ux_VARS.fd"
rm -f "$variables/ux_VARS.fd"

check "running" qvirt start ux
check "its variables are there" lists ux variables there guest "$variables/ux_VARS.fd"
check "its log" lists ux log there guest "$logs/ux.log"
check "all of a running guest" is_whole ux
check "an external snapshot with memory" qvirt snapshot create ux s1 --external
check "the overlay is the disk" lists ux disk there guest "$images/ux-vda.s1.qcow2"
check "what it lies on" lists ux base there guest "$images/ux.qcow2"
check "the snapshot's memory" lists ux snapshot-memory there guest "$images/ux.s1.memory"
check "all of a guest with a snapshot" is_whole ux
check "its disks were made by qvirt" sh -c \
  "'$QVIRT' files ux --noheadings --raw -o made,path | grep -Fx 'yes $images/ux-vda.s1.qcow2'"
check "saved by libvirt" virsh -q managedsave ux
check "what is saved" lists ux saved there guest "$saved/ux.save"
check "started with the host" virsh -q autostart ux
check "all of a saved guest that starts with the host" is_whole ux
check "not saved any more" virsh -q managedsave-remove ux
check "then it is not listed" without " $saved/" qvirt files ux --noheadings --raw -o kind,path

check "a disk that was lost" mv "$images/ux.qcow2" "$images/lost"
check "is missing" lists ux base missing guest "$images/ux.qcow2"
mv "$images/lost" "$images/ux.qcow2"

check "one to clone" qvirt define --preset linux origin --accel tcg --disk 1M --memory 128M \
  --network none
check "a linked clone" qvirt clone origin twin --linked
check "shares the image below" lists twin base there shared "$images/origin.qcow2"
check "and so does its origin" lists origin base there shared "$images/origin.qcow2"
check "its own overlay" lists twin disk there guest "$images/twin.qcow2"
check "all of the clone" is_whole twin

check "a transient guest" sh -c "virsh dumpxml --inactive twin |
  sed 's,<name>twin,<name>fleeting,; /<uuid>/d; /<nvram/d' > $scratch/x.xml &&
  virsh -q undefine twin --nvram && virsh -q create $scratch/x.xml"
check "has files, and no definition" without "^definition" qvirt files fleeting --noheadings --raw
check "all of the transient guest" is_whole fleeting
virsh -q destroy fleeting

check "a guest of the test driver has none" sh -c \
  "[ -z \"\$('$QVIRT' -c test:///default files test)\" ]"
if [ "$(id -u)" = 0 ]; then
  check "to root a session is the system's" sh -c \
    "[ \"\$('$QVIRT' -c qemu:///session files ux)\" = \"\$('$QVIRT' files ux)\" ]"
fi
keeps() {
  "$QVIRT" self-test --columns > "$scratch/table"
  "$QVIRT" files ux --json | python3 "$SOURCE_ROOT/tests/json-keys.py" "$scratch/table" files
}
check "its JSON has the keys and types of its columns" keeps
check "deleted with its storage" qvirt delete ux --storage
check "it left none of them" sh -c "[ -z \"\$(find $kept -name 'ux[._-]*.qcow2' -o -name 'ux_VARS.fd')\" ]"
done_testing
