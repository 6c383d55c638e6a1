#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# translations: every message can be translated, and every catalogue is complete.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1

extract() {
  xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --no-location -o "$scratch/qvirt.pot" -f po/POTFILES
}

is_complete() {
  msgmerge --quiet --no-fuzzy-matching -o "$scratch/merged.po" "$1" "$scratch/qvirt.pot"
  msgattrib --untranslated --no-obsolete "$scratch/merged.po"
  msgfmt --check --statistics -o /dev/null "$scratch/merged.po" 2> "$scratch/statistics"
  cat "$scratch/statistics"
  ! grep -Eq 'untranslated|fuzzy' "$scratch/statistics" && msgfmt --check -o /dev/null "$1"
}

lists_every_file() {
  grep -lE '\b(_|N_)\("' -r src --include='*.[ch]' | LC_ALL=C sort | diff - po/POTFILES
}

check "po/POTFILES names every file with messages" lists_every_file
check "the messages can be extracted" extract
for language in $(cat po/LINGUAS); do
  check "$language is complete" is_complete "po/$language.po"
done
done_testing
