/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* safe-text: text that cannot harm a terminal. */
#pragma once

#include <glib.h>

/** qv_is_unsafe: whether @c moves the cursor, hides text or turns its direction. */
gboolean qv_is_unsafe(gunichar c);

/**
 * qv_safe_text:
 *
 * Returns: (transfer full): @text with control characters (C0, C1, DEL), bidirectional controls
 *   and bytes that are not UTF-8 written as \xNN or \u{NNNN}. New lines are kept where
 *   @keep_lines.
 */
char *qv_safe_text(const char *text, gboolean keep_lines);
