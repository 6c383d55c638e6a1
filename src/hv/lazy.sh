#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lazy: makes lazy.h of a list of functions: a table of pointers, and each name an entry of it. A
# second word in a line is the library that has the function, in place of libvirt itself.
set -eu
echo '/* Made by lazy.sh. */'
echo '#pragma once'
echo 'struct qv_lazy {'
sed -n 's/^\([a-zA-Z]\{1,\}\).*/    __typeof__(\1) *p_\1;/p' "$1"
echo '};'
echo 'extern struct qv_lazy qv_lazy;'
echo '#define QV_LAZY_NAMES \'
sed -n -e 's/^\([a-zA-Z]\{1,\}\)$/    X(\1, "libvirt.so.0") \\/p' \
  -e 's/^\([a-zA-Z]\{1,\}\) \(.*\)/    X(\1, "\2") \\/p' "$1"
echo
sed -n 's/^\([a-zA-Z]\{1,\}\).*/#define \1 (*qv_lazy.p_\1)/p' "$1"
