#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# howto: each row of howto.tsv names what carries it out, and a check that proves it.
#
# A check is named by its test's name and its own title, or several titles with " | " between them
# where it depends on the host which of them is made. It must have been made and have passed: each
# test keeps its checks in BUILD_ROOT/checks. Where a test was not run since a test changed, its rows
# are only counted, so that all rows are held against the checks when all tests were run before.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1
tab=$(printf '\t')
grep -v '^#' tests/howto.tsv > "$scratch/rows"

# silent CMD...: the command finds nothing to complain of.
silent() {
  "$@" > "$scratch/complaints"
  cat "$scratch/complaints"
  [ ! -s "$scratch/complaints" ]
}

fields() {
  awk -F '\t' 'NF != 4 { print NR ": " NF " fields, not 4: " $0 }
    { for (i = 1; i <= NF; i++) if ($i ~ /^ *$/) print NR ": field " i " is empty: " $0 }
    $1 !~ /^(-|[0-9]+(-[0-9]+)?)$/ { print NR ": no lines: " $1 }
    $4 != "-" && $4 !~ /^[^:]+: ./ { print NR ": neither - nor TEST: TITLE: " $4 }
    $4 == "-" && $3 !~ /^(host|open):/ { print NR ": no test: " $0 }
    $4 != "-" && $3 ~ /^(host|open):/ { print NR ": needs no test: " $0 }' "$scratch/rows"
}

# Every carrier as "LINES KIND NAME"; a row may have several.
carriers() {
  while IFS=$tab read -r lines _ where _; do
    case $where in refused:* | host:* | open:*) continue ;; esac
    for one in $where; do
      is_there "${one%%:*}" "${one#*:}" || echo "$lines: no ${one%%:*} '${one#*:}'"
    done
  done < "$scratch/rows"
}

is_there() {
  case $1 in
  preset) [ -f "templates/presets/$2.xml" ] ;;
  option) [ -f "templates/options/$2.xml" ] && ! grep -q 'kind="layout"' "templates/options/$2.xml" ;;
  layout) grep -q 'kind="layout"' "templates/options/$2.xml" ;;
  setting) grep -q "{\.name = \"$2\"," src/model/settings.c ;;
  command) [ -f "src/commands/$2.c" ] || grep -q "^    \.name = \"$2\"," src/commands/*.c ;;
  *) false ;;
  esac 2> /dev/null
}

# What was made and passed, as "TEST<tab>TITLE", and "TEST<tab>" for each test that was run since.
# shellcheck disable=SC2046,SC2012 # no name has a space
made() {
  newest=$(ls -t $(find tests -path tests/golden -prune -o -type f -print) | head -n 1)
  for record in "$BUILD_ROOT"/checks/*; do
    [ "$record" -nt "$newest" ] || continue
    printf '%s\t\n' "${record##*/}"
    sed -n "s/^ok [0-9]* - /${record##*/}$tab/p" "$record"
  done
}

# judge MADE ROWS: each row that has a check, as "VERDICT<tab>LINES<tab>TEST: TITLE".
judge() {
  awk -F '\t' -v OFS='\t' '
    FILENAME == "tests/meson.build" { tests = tests $0; next }
    FILENAME == ARGV[2] {
      was_run[$1]
      skipped = sub(/ # SKIP.*/, "", $2)
      verdict[$1 FS $2] = skipped ? "skipped" : "passed"
      next
    }
    $4 != "-" {
      test = $4
      sub(/: .*/, "", test)
      n = split(substr($4, length(test) + 3), titles, " [|] ")
      one = "not made"
      for (i = 1; i <= n; i++)
        if (one != "passed" && (test FS titles[i]) in verdict) one = verdict[test FS titles[i]]
      if (!(test in was_run)) one = "not run"
      if (index(tests, "\047" test "\047") == 0) one = "no such test"
      print one, $1, $4
    }' tests/meson.build "$1" "$2"
}

is_judged() {
  printf 'base\t%s\n' '' there 'known # SKIP no disk' > "$scratch/sample"
  while read -r verdict title; do
    printf '1\trow\tcommand:list\t%s\n' "$title" > "$scratch/row"
    judge "$scratch/sample" "$scratch/row" | grep -q "^$verdict" || { echo "not $verdict: $title"; return 1; }
  done << END
passed base: there
passed base: gone | there
skipped base: known
not.made base: gone
not.made base: ther
not.run golden: there
no.such.test bases: there
END
}

wrong() {
  grep -E '^(no such test|not made)' "$scratch/verdicts"
}

made > "$scratch/made"
judge "$scratch/made" "$scratch/rows" > "$scratch/verdicts"
check "a check counts when it was made and passed, and only then" is_judged
check "every row has its lines, name, carrier and check" silent fields
check "what carries a row out is there" silent carriers
check "each check that a row names was made, and passed" silent wrong
awk -F '\t' '$3 ~ /^open:/ { n++; print "# open: " $1 " " $2 ": " substr($3, 6) }
  END { print "# " NR " rows, " n + 0 " of them open" }' "$scratch/rows"
cut -f1 "$scratch/verdicts" | sort | uniq -c | sed 's/^ */# checks: /'
sed -n 's/^not run\t[^\t]*\t\([^:]*\): .*/# not run: \1/p' "$scratch/verdicts" | sort -u
done_testing
