#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# files: where gettext looks for messages: all sources, and by the rules in its/ all templates and
# stylesheets.
cd "$(dirname "$0")/.." || exit 1
find src templates/presets templates/options xsl -name '*.[ch]' -o -name '*.xml' -o -name '*.xsl' |
  LC_ALL=C sort
