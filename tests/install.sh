#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# install: the installed tree is whole, and runs from wherever it lies.
. "$SOURCE_ROOT/tests/lib.sh"
unset QVIRT_DATADIR

check "meson installs into a DESTDIR" env DESTDIR="$scratch/root" meson install --no-rebuild --quiet \
  -C "$BUILD_ROOT"
prefix=$(find "$scratch/root" -name qvirt -type f -path '*/bin/*' | sed 's|/bin/qvirt$||')
check "the program is there" test -x "$prefix/bin/qvirt"
mv "$prefix" "$scratch/moved"
run="$scratch/moved/bin/qvirt"
check "moved elsewhere, it finds its templates" has '^win10 ' "$run" presets
check "and its stylesheets" has '<domain type="kvm">' "$run" define --dry-run \
  --facts "$SOURCE_ROOT/tests/hosts/intel-kvm.xml" --preset win10 x
check "its tables are in order" "$run" self-test
check "it prints its version" has "^qvirt [0-9]" "$run" --version
check "its messages are translated" has 'no hay' \
  sh -c "LC_ALL=C.UTF-8 LANGUAGE=es '$run' define --preset nada x 2>&1; true"
done_testing
