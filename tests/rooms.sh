#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# rooms: no arrow between the rooms of src runs back, no files form a circle, and commands are where
# their names say.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1

rooms='base model hv event cli commands'

# The rooms after $1.
after() {
  echo " $rooms " | sed "s/.* $1 / /"
}

# "FROM TO" for each file of src, without its suffix, that includes another.
for file in $(find src -mindepth 2 -name '*.[ch]'); do
  from=${file#src/}
  sed -n "s:^#include \"\\([a-z-]*/.*\\)\\.h\"\$:${from%.*} \\1:p" "$file"
done | awk '$1 != $2' | sort -u > "$scratch/includes"

# What room $1 includes of the rooms after it.
wrong_includes() {
  awk -v room="$1" -v after="$(after "$1")" '
    function room_of(file) { return file ~ /^hv\/event\// ? "event" : substr(file, 1, index(file, "/") - 1) }
    room_of($1) == room && index(after, " " room_of($2) " ") { print $1 " includes " $2 }' "$scratch/includes"
}

symbols() {
  nm "$1" 2> /dev/null | awk -v kind="$2" 'NF > 1 && $(NF - 1) ~ kind { print $NF }' | sort -u
}

for room in $rooms; do
  symbols "$BUILD_ROOT/lib$room.a" '^[TDBRC]$' > "$scratch/$room.defined"
done

# What the archive or object $1 of room $2 calls in the rooms after it.
wrong_calls() {
  symbols "$1" '^U$' > "$scratch/called"
  for room in $(after "$2"); do
    comm -12 "$scratch/$room.defined" "$scratch/called" | sed "s/^/$2 calls $room: /"
  done
}

is_silent() {
  "$@" > "$scratch/said"
  cat "$scratch/said"
  [ ! -s "$scratch/said" ]
}

finds_wrong_arrow() {
  echo 'void qv_guest_find(void); void f(void); void f(void) { qv_guest_find(); }' > "$scratch/arrow.c"
  cc -c -o "$scratch/arrow.o" "$scratch/arrow.c" && wrong_calls "$scratch/arrow.o" base | grep -q 'base calls hv'
}

has_no_circle() {
  tsort "$scratch/includes" > /dev/null
}

# src/commands/snapshot/create.c ends in the command "snapshot create".
misplaced_commands() {
  find src/commands -type f ! -name '*.c'
  for file in $(find src/commands -name '*.c'); do
    path=${file#src/commands/}
    words=$(echo "${path%.c}" | tr / ' ')
    awk -v words="$words" -v file="$file" '
      BEGIN { variable = "qv_cmd_" words; gsub(/[ -]/, "_", variable) }
      /^const QvCommand / { found++; inside = $3 == variable }
      inside && $0 == "    .name = \"" words "\"," { named++ }
      END { if (found != 1 || named != 1) print file ": not the one command " words }' "$file"
  done
  grep -rlE '^(static )?const QvCommand [a-z_]+ = \{' src | grep -v '^src/commands/'
}

# A command that nobody lists is linked all the same.
unlisted_commands() {
  for command in $(sed -n 's/^const QvCommand \(qv_cmd_[a-z_]*\) = {$/\1/p' $(find src/commands -name '*.c')); do
    word=${command#qv_cmd_}
    grep -rqE "&$command\b|X\($word\)" src || echo "$command is in no list of commands"
  done
}

doubled_statics() {
  awk '/^[a-z_0-9]+\(/ && before ~ /^static / { sub(/\(.*/, ""); print }
    { before = $0 }' $(find src tests -name '*.c') | sort | uniq -d
}

for room in $rooms; do
  check "$room includes no room after it" is_silent wrong_includes "$room"
  check "$room calls no room after it" is_silent wrong_calls "$BUILD_ROOT/lib$room.a" "$room"
done
check "a wrong arrow is found" finds_wrong_arrow
check "no files include each other in a circle" has_no_circle
check "src/commands has one command in each file, of its name, and no command is elsewhere" is_silent misplaced_commands
check "every command is listed" is_silent unlisted_commands
check "no static function shares its name with one of another file" is_silent doubled_statics
done_testing
