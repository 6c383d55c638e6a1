/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* safe-text: text that cannot harm a terminal. */
#include "base/safe-text.h"

gboolean
qv_is_unsafe(gunichar c)
{
    return g_unichar_iscntrl(c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C;
}

char *
qv_safe_text(const char *text, gboolean keep_lines)
{
    g_autoptr(GString) safe = NULL;
    gsize plain = 0;

    while (text[plain] >= ' ' && text[plain] < 0x7F)
        plain++;
    if (text[plain] == '\0')
        return g_strndup(text, plain);
    safe = g_string_new(NULL);
    g_string_append_len(safe, text, (gssize)plain);
    text += plain;
    while (*text != '\0') {
        gunichar c = g_utf8_get_char_validated(text, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(safe, "\\x%02X", (guchar)*text++);
            continue;
        }
        if (!qv_is_unsafe(c) || (c == '\n' && keep_lines))
            g_string_append_unichar(safe, c);
        else
            g_string_append_printf(safe, c < 0x100 ? "\\x%02X" : "\\u{%04X}", c);
        text = g_utf8_next_char(text);
    }
    return g_string_free(g_steal_pointer(&safe), FALSE);
}
