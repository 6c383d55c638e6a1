#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hugepages: a guest's memory is really in huge pages, and given back.
. "$SOURCE_ROOT/tests/lib.sh"

setting=/proc/sys/vm/nr_hugepages
before=$(cat $setting)
restore() {
  echo "$before" > $setting
  rm -rf "$scratch"
}
free() {
  sed -n 's/^HugePages_Free: *//p' /proc/meminfo
}
in_huge_pages() {
  awk '/^Size:/ { size = $2 } /^KernelPageSize: *2048 kB/ { sum += size }
    END { print sum + 0; exit sum < 262144 }' "/proc/$(cat /run/libvirt/qemu/huge.pid)/smaps"
}

if [ -w $setting ]; then
  trap restore EXIT
  echo $((before + 160)) > $setting
fi
if [ "$(free)" -lt 140 ]; then
  echo "# not started: this machine sets no huge pages aside"
  refused 6 "hugepages" "$QVIRT" define --preset linux huge --accel tcg --memory 256M --with hugepages
  done_testing
  exit
fi
had=$(free)
refused 6 "4096 pages of 2048 KiB are needed and $had are free" \
  "$QVIRT" define --preset linux huge --accel tcg --memory 8G --with hugepages
check "256 MiB in huge pages" qvirt define --preset linux huge --accel tcg --memory 256M --disk none \
  --with hugepages --start
check "are 128 pages" test $((had - $(free))) = 128
check "explain counts them no second time" qvirt explain huge
check "and all of the guest's memory lies in them" in_huge_pages
check "delete" qvirt delete --force huge
check "all pages are given back" test "$(free)" = "$had"
done_testing
