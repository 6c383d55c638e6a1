#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lint: rules of the house that a search can check.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1

none() {
  ! grep -nE -r -- "$@"
}

first_lines() {
  for file in $(git ls-files --cached --others --exclude-standard src xsl templates tests dev 2> /dev/null || find src xsl templates tests -type f); do
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

# libvirt's XML is written in templates/ and xsl/; C looks for qvirt's own elements only. These are
# qvirt's own, though libvirt has some of that name: of the presets' envelope (disk, domain, os,
# title), the host's record (device, host, pages) and what stylesheets make.
own_elements='device disk domain guest host image label os pages source title tune'
schemas=/usr/share/libvirt/schemas

elements_of_libvirt() {
  for schema in domain domaincommon domainoverrides storagevol storagepool storagecommon basictypes \
    cputypes networkcommon nwfilter_params privatedata; do
    sed -n 's/.*<element name=["'"']\([A-Za-z0-9-]*\)[\"'].*/\1/p" "$schemas/$schema.rng" || return
  done | sort -u
}

c_names_no_element_of_libvirt() {
  elements_of_libvirt > "$scratch/theirs" && grep -qx devices "$scratch/theirs" || return 1
  echo "$own_elements" | tr ' ' '\n' > "$scratch/own"
  grep -vxFf "$scratch/own" "$scratch/theirs" | paste -sd'|' > "$scratch/names"
  cat $(find src -name '*.c') | tr -s '\n ' ' ' | sed 's/, NULL)/;/g' > "$scratch/c"
  ! grep -oE "qv_xml_(new|add|child|next)\\([^;\"]*\"($(cat "$scratch/names"))\"" "$scratch/c"
}

# Each is used, and would be found.
own_elements_are_needed() {
  for element in $own_elements; do
    grep -qx "$element" "$scratch/theirs" && grep -qE "qv_xml_(new|add|child|next)\\([^;\"]*\"$element\"" "$scratch/c" ||
      { echo "$element"; return 1; }
  done
}

# Texts are translated; libvirt's numbers and the state of things are not.
texts_of_libvirt_decide_nothing() {
  ! grep -nE -r 'last->message|virGetLastErrorMessage' src --include='*.c' | grep -v '^src/hv/libvirt.c'
}

check "every file names its licence" first_lines
check "stylesheets are pure: no document(), parameters or extensions" none \
  'document\(|xsl:param name="[^"]*" select="\$|exsl|extension-element|xsl:message' xsl
check "no stylesheet takes a parameter from outside" sh -c "! grep -n '^  <xsl:param' -r xsl"
check "only src/hv includes libvirt" only_hv_includes_libvirt
check "no goto" none '\bgoto\b' src
check "no function is longer than 45 lines" functions_are_short
check "C names no element of libvirt's XML" c_names_no_element_of_libvirt
check "qvirt's own elements of the same names are used" own_elements_are_needed
check "no text of libvirt's decides anything" texts_of_libvirt_decide_nothing
check "every C file is built" sh -c 'for f in $(find src -name "*.c"); do grep -q "$f" meson.build || { echo $f; exit 1; }; done'
done_testing
