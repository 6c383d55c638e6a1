#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# translations: every message can be translated, every catalogue is valid, and how complete it is.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1

extract() {
  xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --no-location -o "$scratch/qvirt.pot" -f po/POTFILES
}

is_valid() {
  msgfmt --check -o /dev/null "$1" && msgmerge --quiet --no-fuzzy-matching -o "$scratch/merged.po" "$1" "$scratch/qvirt.pot"
}

# A message that is not translated yet holds up nobody but a release: QVIRT_RELEASE=1.
is_complete() {
  msgattrib --untranslated --no-obsolete "$scratch/merged.po"
  ! LC_ALL=C msgfmt --statistics -o /dev/null "$scratch/merged.po" 2>&1 | grep -Eq 'untranslated|fuzzy'
}

lists_every_file() {
  grep -lE '\b(_|N_)\("' -r src --include='*.[ch]' | LC_ALL=C sort | diff - po/POTFILES
}

check "po/POTFILES names every file with messages" lists_every_file
check "the messages can be extracted" extract
for language in $(cat po/LINGUAS); do
  check "$language is valid" is_valid "po/$language.po"
  echo "# $language: $(LC_ALL=C msgfmt --statistics -o /dev/null "$scratch/merged.po" 2>&1)"
  [ -z "${QVIRT_RELEASE:-}" ] || check "$language is complete" is_complete
done
done_testing
