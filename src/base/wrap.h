/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wrap: texts broken into lines at words. */
#pragma once

#include <glib.h>

/** qv_text_width: how many columns of a terminal the text takes; of several lines, the widest. */
guint qv_text_width(const char *text);

/**
 * qv_wrap_words:
 * @width: columns
 *
 * Returns: (transfer full): @text with new lines in place of spaces, and behind slashes where a
 * word is too long, so that lines take at most @width; but for what cannot be broken so.
 */
char *qv_wrap_words(const char *text, guint width);
