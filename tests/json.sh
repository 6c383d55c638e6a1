#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# json: the JSON of each command has the keys and the types that its table of columns promises.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT/tests" || exit 1

table=$scratch/table
"$QVIRT" self-test --columns > "$table"
tree=test://$PWD/tree.xml
: > "$scratch/looked"

# keeps COMMAND WORDS...: what qvirt prints for the words with --json, and with each column named.
keeps() {
  command=$1
  shift
  echo "$command" >> "$scratch/looked"
  check "$command: its JSON has no other key or type" holds "$command" '' "$@"
  every=$(awk -F '\t' -v command="$command" \
    '$1 == command && $2 !~ /\./ { printf "%s%s", before, $2; before = "," }' "$table")
  check "$command: each of its columns is one of JSON" holds "$command" all "$@" -o "$every"
}

holds() {
  command=$1 every=$2
  shift 2
  "$QVIRT" "$@" --json > "$scratch/json" && python3 json-keys.py "$table" "$command" $every < "$scratch/json"
}

# Those that the test driver cannot run are looked at on a real QEMU, by files.sh, hands.sh,
# migrate.sh and monitor.sh.
on_real='^(files|agent .*|migrate.*|monitor)$'

# A command without a line of its own below that takes nothing, or one guest, is looked at here.
keeps_others() {
  cut -f 1 "$table" | sort -u | grep -vE "$on_real" > "$scratch/all"
  sort -u "$scratch/looked" | comm -13 - "$scratch/all" > "$scratch/others"
  while read -r command <&3; do
    case $("$QVIRT" $command --help | sed -n '1s/.*OPTION…\] *//p') in
    '' | \[*) keeps "$command" -c "$tree" $command ;;
    GUEST | GUEST…) keeps "$command" -c "$tree" $command plain ;;
    *) check "$command: needs a line in json.sh" false ;;
    esac
  done 3< "$scratch/others"
}

# finds COMMAND JSON: the check itself finds what is wrong.
finds() {
  printf %s "$2" | python3 json-keys.py "$table" "$1" 2>&1 | grep -E "unknown|is no|should not"
}

keeps list -c "$tree" list --all
check "list --tree keeps to them too" holds list '' -c "$tree" list --all --tree
keeps info -c "$tree" info plain
keeps label -c "$tree" label 'web*'
keeps 'snapshot list' -c "$tree" snapshot list 1
check "snapshot list --tree keeps to them too" holds 'snapshot list' '' -c "$tree" snapshot list 1 --tree
keeps 'snapshot info' -c "$tree" snapshot info 1 first
keeps stats -c test:///default stats
keeps top -c test:///default top --every 0.1 --count 1
keeps presets presets
keeps options options
keeps facts facts --names win10 --facts hosts/intel-kvm.xml
keeps explain explain --preset win10 --facts hosts/intel-kvm.xml
keeps 'monitor --events' monitor --events
keeps_others
check "a wrong type is found" finds info '{"vcpus": "2"}'
check "a flag is no number" finds info '{"vcpus": true}'
check "an unknown key is found" finds info '{"cpus": 2}'
check "a wrong member is found" finds info '{"disks": [{"target": "vda", "file": "/x"}]}'
check "a text is no object" finds info '{"disks": ["vda"]}'
check "a time of another form is found" finds 'snapshot info' '{"time": "2026-11-28T10:00:00+0100"}'
check "a decimal has no more digits than it needs" sh -c \
  "! '$QVIRT' -c test:///default stats --json | grep -E '[0-9][.][0-9]{2}'"
done_testing
