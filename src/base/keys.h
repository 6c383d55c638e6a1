/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keys: the names of keys, and which keys type a text. */
#pragma once

#include <glib.h>

#define QV_KEYS_MOST 16 /* that libvirt presses at once */

/* Keys pressed together, by their Linux codes. */
typedef struct {
    guint codes[QV_KEYS_MOST];
    guint n;
} QvKeys;

/**
 * qv_keys_parse:
 * @word: names with "-" or "+" between them, as ctrl-alt-f1, a, enter or KEY_LEFTCTRL, or one
 *   printable character
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE), naming the nearest.
 */
gboolean qv_keys_parse(const char *word, QvKeys *keys, GError **error);

/**
 * qv_keys_type:
 * @c: a character
 *
 * Returns: whether a US keyboard types it; then @keys says how.
 */
gboolean qv_keys_type(char c, QvKeys *keys);
