#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# pin: vCPUs run where they were bound to.
. "$SOURCE_ROOT/tests/lib.sh"

last=$(($(nproc --all) - 1))
refused 6 "no NUMA cell of it has more than 4096 CPUs" "$QVIRT" define --preset linux many \
  --accel tcg --disk none --vcpus 4096 --pin auto --dry-run
if [ $last -gt 0 ]; then
  check "auto" qvirt define --preset linux auto --accel tcg --memory 256M --disk none --vcpus 1 \
    --pin auto --start
  check "the vCPU is on the cell's second CPU" has '^ 0 +1$' virsh vcpupin auto
  check "the emulator on its first" has ': 0$' virsh emulatorpin auto
  check "and the memory beside them" has 'numa_nodeset +: 0$' virsh numatune auto
  check "delete" qvirt delete --force auto
fi
check "a list" qvirt define --preset linux listed --accel tcg --memory 256M --disk none --vcpus 2 \
  --pin $last --start
check "is taken in turn" has "^ 1 +$last\$" virsh vcpupin listed
refused 6 "no CPU 4000 to pin to" "$QVIRT" define --preset linux none --accel tcg --pin 4000
check "delete" qvirt delete --force listed
done_testing
