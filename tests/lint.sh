#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lint: rules of the house that a search can check.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1

none() {
  ! grep -nE -r -- "$@"
}

first_lines() {
  for file in $(git ls-files src xsl templates tests dev 2> /dev/null || find src xsl templates tests -type f); do
    case $file in
    *.out | *.in | *.syms | tests/golden/* | tests/hosts/*) continue ;; # data
    esac
    head -3 "$file" | grep -q 'SPDX-License-Identifier: LGPL-2.1-or-later' || echo "$file"
  done > "$scratch/missing"
  cat "$scratch/missing"
  [ ! -s "$scratch/missing" ]
}

only_hv_includes_libvirt() {
  ! grep -nE -r '#include [<"]libvirt' src --include='*.[ch]' | grep -v '^src/hv/'
}

functions_are_short() {
  awk 'FNR == 1 { start = 0 } /^{$/ { start = FNR } /^}$/ && start {
    if (FNR - start - 1 > 45) { print FILENAME ": " start ": " FNR - start - 1 " lines"; bad = 1 }
    start = 0 } END { exit bad }' $(find src tests -name '*.c')
}

# libvirt's XML is written in templates/ and xsl/; C looks for qvirt's own elements only.
c_names_no_element_of_libvirt() {
  ! grep -nE -r 'qv_xml_(add|child|next|get|set)\([^;]*"(devices|memory|vcpu|cpu|features|interface|driver|controller|target|metadata|loader|emulator)"' src
}

check "every file names its licence" first_lines
check "stylesheets are pure: no document(), parameters or extensions" none \
  'document\(|xsl:param name="[^"]*" select="\$|exsl|extension-element|xsl:message' xsl
check "no stylesheet takes a parameter from outside" sh -c "! grep -n '^  <xsl:param' -r xsl"
check "only src/hv includes libvirt" only_hv_includes_libvirt
check "no goto" none '\bgoto\b' src
check "no function is longer than 45 lines" functions_are_short
check "C names no element of libvirt's XML" c_names_no_element_of_libvirt
check "every C file is built" sh -c 'for f in $(find src -name "*.c"); do grep -q "$f" meson.build || { echo $f; exit 1; }; done'
done_testing
