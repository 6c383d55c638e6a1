# SPDX-License-Identifier: LGPL-2.1-or-later
"""json-keys: holds JSON on standard input against what "qvirt self-test --columns" promises of a command.

usage: json-keys.py TABLE COMMAND [all]    with "all" each key must be there, not just none besides them
"""
import json
import re
import sys

TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool,
         "array": list, "object": dict}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?[+-]\d\d:\d\d$")


def promised(table, command):
    keys = {}
    for line in open(table):
        owner, key, kind = line.rstrip("\n").split("\t")
        if owner == command:
            keys[key] = kind
    if not keys:
        sys.exit(f"{command} is not in the table")
    return keys


def check(found, keys, above, every):
    own = {key[len(above):]: kind for key, kind in keys.items()
           if key.startswith(above) and "." not in key[len(above):]}
    children = found.pop("children", []) if not above else []
    unknown, missing = set(found) - set(own), set(own) - set(found)
    if unknown or (missing and (every or above)):
        sys.exit(f"{above or 'the object'}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    for key, value in found.items():
        is_right = isinstance(value, TYPES[own[key]]) and (
            own[key] == "boolean" or not isinstance(value, bool))
        if value is not None and not is_right:
            sys.exit(f"{above}{key} is no {own[key]}: {value!r}")
        if key in ("time", "created", "since") and value is not None and not TIME.match(value):
            sys.exit(f"{above}{key} is no time: {value!r}")
        for element in value if isinstance(value, list) else []:
            if isinstance(element, dict):
                check(element, keys, f"{above}{key}[].", every)
            elif not isinstance(element, str) or any(k.startswith(f"{key}[].") for k in keys):
                sys.exit(f"{above}{key} has an element that it should not: {element!r}")
    for child in children:
        check(child, keys, above, every)


def records(text):
    """One object, an array of them, or one in each line."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        whole = [json.loads(line) for line in text.splitlines()]
    return whole if isinstance(whole, list) else [whole]


keys = promised(sys.argv[1], sys.argv[2])
objects = records(sys.stdin.read())
if not objects:
    sys.exit("there is no object to look at")
for one in objects:
    check(one, keys, "", "all" in sys.argv[3:])
