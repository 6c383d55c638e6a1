/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wrap: texts broken into lines at words. */
#include "base/wrap.h"

#include <string.h>

static guint
width_of_bytes(const char *text, gsize length)
{
    guint width = 0;

    for (const char *c = text; c < text + length; c = g_utf8_next_char(c)) {
        gunichar character = g_utf8_get_char(c);
        width += g_unichar_iszerowidth(character) ? 0 : g_unichar_iswide(character) ? 2 : 1;
    }
    return width;
}

guint
qv_text_width(const char *text)
{
    guint widest = 0;

    for (const char *end; *text != '\0'; text = *end ? end + 1 : end) {
        end = text + strcspn(text, "\n");
        widest = MAX(widest, width_of_bytes(text, (gsize)(end - text)));
    }
    return widest;
}

/* The bytes up to the next place to break at: a space, the end, or in a long word a slash. */
static gsize
piece_length(const char *text, guint width)
{
    gsize word = strcspn(text, " ");
    const char *slash = width_of_bytes(text, word) > width ? memchr(text, '/', word) : NULL;

    if (slash == text)
        slash = memchr(text + 1, '/', word - 1);
    return slash != NULL ? (gsize)(slash - text) + 1 : word;
}

char *
qv_wrap_words(const char *text, guint width)
{
    GString *wrapped = g_string_new(NULL);
    guint at = 0;

    while (*text != '\0') {
        gboolean space = *text == ' ';
        gsize length = piece_length(text + space, width);
        guint wide = width_of_bytes(text + space, length);
        if (at > 0 && at + space + wide > width) {
            g_string_append_c(wrapped, '\n');
            at = 0;
        } else if (space) {
            g_string_append_c(wrapped, ' ');
            at++;
        }
        g_string_append_len(wrapped, text + space, (gssize)length);
        at += wide;
        text += space + length;
    }
    return g_string_free(wrapped, FALSE);
}
