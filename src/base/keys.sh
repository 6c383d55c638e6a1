#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# keys: makes the table of Linux' key names and codes from the kernel's own header.
#
# usage: keys.sh COMPILER...
set -eu
echo '/* Made by keys.sh. */'
echo '#include <linux/input-event-codes.h>' | "$@" -E -dM -x c - | LC_ALL=C sort |
  awk '/^#define KEY_/ && $2 !~ /^KEY_(RESERVED|MAX|CNT|UNKNOWN|MIN_INTERESTING)$/ {
    printf "{\"%s\", %s},\n", tolower(substr($2, 5)), $2 }'
