#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# images: new disks are what their profile promises, and QEMU caches them as asked.
. "$SOURCE_ROOT/tests/lib.sh"

# made IMAGE FILE FORMAT CLUSTER SPACE: the image's format and cluster size, and whether its 256 MiB
# are "sparse" or "reserved" on disk.
made() {
  check "--image $1" qvirt define --preset linux "as-$1" --accel tcg --disk 256M --image "$1" \
    --memory 256M
  qemu-img info --output=json "$images/$2" > "$scratch/info"
  check "$1 is $3" grep -q "\"format\": \"$3\"" "$scratch/info"
  [ "$4" = - ] || check "$1 has clusters of $4" grep -q "\"cluster-size\": $4" "$scratch/info"
  [ "$4" = - ] || check "$1 is of QEMU's present format" grep -q '"compat": "1.1"' "$scratch/info"
  kib=$(du -k "$images/$2" | cut -f1)
  case $5 in
  sparse) check "$1 takes little space ($kib KiB)" test "$kib" -lt 16384 ;;
  reserved) check "$1 has all its space ($kib KiB)" test "$kib" -ge 262144 ;;
  esac
  check "$1 starts" qvirt start "as-$1"
  check "delete $1" qvirt delete --force --storage "as-$1"
}

made thin as-thin.qcow2 qcow2 65536 sparse
made fast as-fast.qcow2 qcow2 2097152 reserved
made full as-full.qcow2 qcow2 65536 reserved
made raw as-raw.raw raw - sparse

# cached MODE TEXT [OPTION...]: QEMU's own words for a cache mode, on SATA, whose state the guest
# does not change.
cached() {
  mode=$1 text=$2
  shift 2
  check "--cache $mode $*" qvirt define --preset linux c --accel tcg --layout ahci --memory 256M \
    --disk 64M --cache "$mode" "$@" --start
  check "QEMU: $text" has "Cache mode: +$text" virsh qemu-monitor-command c --hmp 'info block'
  check "delete" qvirt delete --force --storage c
}

cached none 'writeback, direct'
cached none 'writeback, direct' --io io_uring
cached none 'writeback, direct' --io threads
cached writeback 'writeback'
cached writethrough 'writethrough'
cached directsync 'writethrough, direct'
cached unsafe 'writeback, ignore flushes'
refused 2 "io native goes with" "$QVIRT" define --preset linux c --accel tcg --disk 64M \
  --cache writeback --io native
check "nothing is left" test "$(ls -A "$images" | wc -l)" = 0
done_testing
