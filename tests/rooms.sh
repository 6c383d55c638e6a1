#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# rooms: no arrow between the rooms of src runs back, and commands are where their names say.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1

rooms='base model hv event cli commands'

# The room of a header or source file.
room_of() {
  case $1 in
  hv/event/*) echo event ;;
  *) echo "${1%%/*}" ;;
  esac
}

after() {
  echo "$rooms" | sed "s/.*\b$1\b//"
}

# What room $1 includes of the rooms after it.
wrong_includes() {
  find src -name '*.[ch]' -mindepth 2 | while read -r file; do
    [ "$(room_of "${file#src/}")" = "$1" ] || continue
    sed -n 's/^#include "\([a-z-]*\/.*\)"/\1/p' "$file" | while read -r header; do
      case " $(after "$1") " in
      *" $(room_of "$header") "*) echo "$file includes $header" ;;
      esac
    done
  done
}

# What the archive or object $1 of room $2 calls in the rooms after it.
wrong_calls() {
  nm -u "$1" | awk 'NF == 2 { print $2 }' | sort -u > "$scratch/called"
  for room in $(after "$2"); do
    nm -g --defined-only "$BUILD_ROOT/lib$room.a" | awk 'NF == 3 { print $3 }' | sort -u |
      comm -12 - "$scratch/called" | sed "s/^/$2 calls $room: /"
  done
}

is_silent() {
  "$@" > "$scratch/said"
  cat "$scratch/said"
  [ ! -s "$scratch/said" ]
}

finds_wrong_arrow() {
  echo 'extern void qv_guest_find(void); void f(void); void f(void) { qv_guest_find(); }' > "$scratch/arrow.c"
  cc -c -o "$scratch/arrow.o" "$scratch/arrow.c" && wrong_calls "$scratch/arrow.o" base | grep -q 'base calls hv'
}

# src/commands/snapshot/create.c ends in the command "snapshot create".
misplaced_commands() {
  find src/commands -type f ! -name '*.c'
  for file in $(find src/commands -name '*.c'); do
    path=${file#src/commands/}
    words=$(echo "${path%.c}" | tr / ' ')
    name=$(sed -n '/^const QvCommand qv_cmd_/,/^};/s/^    \.name = "\(.*\)",$/\1/p' "$file")
    [ "$name" = "$words" ] || echo "$file: its command is '$name'"
    grep -q "^const QvCommand qv_cmd_$(echo "$words" | tr ' -' '__') = {" "$file" || echo "$file: no qv_cmd"
  done
  grep -rl '^\(static \)\?const QvCommand [a-z_]* = {' src | grep -v '^src/commands/'
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
check "src/commands has one command in each file, of its name, and no command is elsewhere" is_silent misplaced_commands
check "no static function shares its name with one of another file" is_silent doubled_statics
done_testing
