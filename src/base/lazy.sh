#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lazy: makes a header of a list of functions: a table of pointers, and each name an entry of it.
#
# usage: lazy.sh NAME LIST dlopen|direct
#
# Lines of the list that begin with @ say what the library is: @soname, @priority (required,
# recommended or suggested) and @why. One file of C writes QV_LAZY_DEFINE_NAME; once
# qv_lazy_load(&qv_library_NAME) succeeded, all functions can be called. With "direct" the program
# is linked with the library: the header leaves the functions as they are, and the library is
# loaded already.
set -eu

word() {
  sed -n "s/^@$1 //p" "$list"
}

# each TEXT: for each function, \1 in the text being its name.
each() {
  sed -n "s/^\([a-zA-Z].*\)/$1/p" "$list"
}

name=$1 list=$2
echo '/* Made by lazy.sh. */'
echo '#pragma once'
echo '#include "base/lazy.h"'
echo "extern QvLibrary qv_library_$name;"
if [ "$3" = direct ]; then
  echo "#define QV_LAZY_DEFINE_$name QvLibrary qv_library_$name = {.loaded = TRUE}"
  exit
fi
echo "struct qv_lazy_$name {"
each '    __typeof__(\1) *p_\1;'
echo '};'
echo "extern struct qv_lazy_$name qv_lazy_$name;"
echo "#define QV_LAZY_DEFINE_$name \\"
echo "    struct qv_lazy_$name qv_lazy_$name; \\"
echo "    static const QvLazy qv_functions_$name[] = { \\"
each "        {\"\1\", (void **)\&qv_lazy_$name.p_\1}, \\\\"
echo '        {NULL, NULL}}; \'
echo "    QV_LAZY_NOTE($name, \"[{\\\"feature\\\":\\\"$name\\\",\\\"description\\\":\\\"$(word why)\\\",\" \\"
echo "        \"\\\"priority\\\":\\\"$(word priority)\\\",\\\"soname\\\":[\\\"$(word soname)\\\"]}]\"); \\"
echo "    QvLibrary qv_library_$name = {\"$(word soname)\", qv_functions_$name, FALSE}"
each "#define \1 (*qv_lazy_$name.p_\1)"
