#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lazy: the program names the libraries that it needs, in the way that it was linked.
#
# usage: lazy.sh dlopen|direct
. "$SOURCE_ROOT/tests/lib.sh"
lists=$(find "$SOURCE_ROOT/src" -name '*.syms')
sonames=$(sed -n 's/^@soname //p' $lists)

names_library() {
  readelf -d "$QVIRT" | grep -F "[$1]"
}

# Reads the notes, and looks for what each .syms file lists in the library that its note names.
cat > "$scratch/notes.py" << 'EOF'
import ctypes, json, re, struct, sys

data, notes = open(sys.argv[1], "rb").read(), {}
while data:
    owner, size, kind = struct.unpack("=3I", data[:12])
    assert (owner, kind, data[12:16]) == (4, 0x407C0C0A, b"FDO\0"), data[:16]
    for entry in json.loads(data[16:16 + size].rstrip(b"\0")):
        assert entry["priority"] in ("required", "recommended", "suggested"), entry
        assert entry["feature"] and entry["description"], entry
        notes[entry["soname"][0]] = entry
    data = data[16 + (size + 3) // 4 * 4:]
for path in sys.argv[2:]:
    text = open(path).read()
    head = dict(re.findall(r"^@(\w+) (.*)$", text, re.M))
    note = notes.pop(head["soname"])
    assert (note["priority"], note["description"]) == (head["priority"], head["why"]), note
    library = ctypes.CDLL(head["soname"])
    for function in re.findall(r"^[a-zA-Z]\w*$", text, re.M):
        assert hasattr(library, function), function
assert not notes, notes
EOF

notes_are_whole() {
  objcopy -O binary --only-section=.note.dlopen "$QVIRT" "$scratch/notes" &&
    python3 "$scratch/notes.py" "$scratch/notes" $lists
}

# The lists name what is called and nothing else. Linked with -Dlink=dlopen, the program would not
# link if it called more; of the lists of ncurses and GIO only that shows a function missing.
lists_are_exact() {
  grep -hE '^[a-zA-Z]' $lists | sort > "$scratch/listed"
  nm -D "$QVIRT" | awk '{ sub(/@.*/, "", $NF); print $NF }' | sort -u > "$scratch/called"
  {
    comm -13 "$scratch/called" "$scratch/listed" | sed 's/$/ is listed and not called/'
    comm -23 "$scratch/called" "$scratch/listed" |
      sed -nE 's/^(vir|gvir_|soup_|png_).*/& is called and not listed/p'
  } > "$scratch/wrong"
  cat "$scratch/wrong"
  [ ! -s "$scratch/wrong" ]
}

is_without() {
  ! "$@"
}

check "there are lists" test -n "$sonames"
if [ "$1" = direct ]; then
  for soname in $sonames; do
    check "it is linked with $soname" names_library "$soname"
  done
  check "the lists have the functions that it calls, and no others" lists_are_exact
  check "it has no notes of libraries to load" is_without has '\.note\.dlopen' readelf -SW "$QVIRT"
else
  for soname in $sonames; do
    check "it is not linked with $soname" is_without names_library "$soname"
  done
  check "each library has its note, and all its functions" notes_are_whole
fi
done_testing
