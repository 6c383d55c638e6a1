#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# recorded: runs a test in C and keeps what it checked, as lib.sh does for scripts.
#
# usage: recorded.sh PROGRAM
mkdir -p "$BUILD_ROOT/checks"
record=$BUILD_ROOT/checks/$TEST_NAME
{ "$1"; echo $? > "$record.status"; } | tee "$record"
exit "$(cat "$record.status")"
