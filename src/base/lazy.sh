#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lazy: makes a header of a list of functions: a table of pointers, and each name an entry of it.
#
# usage: lazy.sh NAME LIST    the table is called qv_lazy_NAME
set -eu
echo '/* Made by lazy.sh. */'
echo '#pragma once'
echo '#include "base/lazy.h"'
echo "struct qv_lazy_$1 {"
sed -n 's/^\([a-zA-Z].*\)/    __typeof__(\1) *p_\1;/p' "$2"
echo '};'
echo "extern struct qv_lazy_$1 qv_lazy_$1;"
echo "#define QV_LAZY_TABLE_$1 \\"
sed -n "s/^\([a-zA-Z].*\)/    {\"\1\", (void **)\&qv_lazy_$1.p_\1}, \\\\/p" "$2"
echo '    {NULL, NULL}'
sed -n "s/^\([a-zA-Z].*\)/#define \1 (*qv_lazy_$1.p_\1)/p" "$2"
