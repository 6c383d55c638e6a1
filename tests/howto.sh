#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# howto: each row of howto.tsv names what is there, and a test that speaks of it.
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
    $1 !~ /^(-|[0-9]+(-[0-9]+)?)$/ { print NR ": no lines: " $1 }' "$scratch/rows"
}

# Every row as "LINES KIND NAME TEST"; several carriers are several lines.
while IFS=$tab read -r lines _ where test; do
  case $where in
  refused:* | host:* | open:*) echo "$lines ${where%%:*} - $test" ;;
  *) for one in $where; do echo "$lines ${one%%:*} ${one#*:} $test"; done ;;
  esac
done < "$scratch/rows" > "$scratch/carriers"

is_there() {
  case $1 in
  preset) [ -f "templates/presets/$2.xml" ] ;;
  option) [ -f "templates/options/$2.xml" ] && ! grep -q 'kind="layout"' "templates/options/$2.xml" ;;
  layout) grep -q 'kind="layout"' "templates/options/$2.xml" ;;
  setting) grep -q "{\.name = \"$2\"," src/model/settings.c ;;
  command) [ -f "src/commands/$2.c" ] || grep -q "^    \.name = \"$2\"," src/commands/*.c ;;
  refused | host | open) ;;
  *) false ;;
  esac 2> /dev/null
}

carriers() {
  while read -r lines kind name _; do
    is_there "$kind" "$name" || echo "$lines: no $kind '$name'"
  done < "$scratch/carriers"
}

# A test's text, with the arguments and the files of commands that it runs.
text() {
  cat "tests/$1"
  grep -F "'$1'" tests/meson.build
  case $1 in commands.sh) cat tests/commands/*.in ;; esac
}

mentions() {
  case $2:$1 in
  preset:golden.c | layout:golden.c) return 0 ;; # all of them, on every recorded host
  esac
  text "$1" | grep -Eq -e "(^|[^a-z0-9-])(--)?$3(\$|[^a-z0-9-])"
}

tests() {
  while read -r lines kind name test; do
    case $kind:$test in
    host:- | open:-) ;;
    host:* | open:*) echo "$lines: $kind needs no test" ;;
    *:-) echo "$lines: no test" ;;
    *) [ -f "tests/$test" ] || echo "$lines: no test '$test'" ;;
    esac
    case $kind in preset | option | layout | setting)
      [ ! -f "tests/$test" ] || mentions "$test" "$kind" "$name" || echo "$lines: $test has no word of $kind '$name'"
      ;;
    esac
  done < "$scratch/carriers"
}

templates() {
  for file in templates/presets/*.xml templates/options/*.xml; do
    name=${file##*/}
    name=${name%.xml}
    case $file in templates/presets/*) kind=preset ;; *) kind='(option|layout)' ;; esac
    case $name in base | windows | amd64 | amd64-bios) continue ;; esac
    grep -Eq "^[^ ]+ $kind $name " "$scratch/carriers" || echo "no row names $file"
  done
}

check "every row has its lines, name, carrier and test" silent fields
check "what carries a row out is there" silent carriers
check "each test is there and speaks of what it proves" silent tests
check "every preset and option has a row" silent templates
awk -F '\t' '$3 ~ /^open:/ { n++; print "# open: " $1 " " $2 ": " substr($3, 6) }
  END { print "# " NR " rows, " n + 0 " of them open" }' "$scratch/rows"
done_testing
