/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* send-key: presses keys of a guest's keyboard. */
#include "base/interrupt.h"
#include "base/keys.h"
#include "cli/command.h"
#include "cli/hosts.h"
#include "hv/display-input.h"

#define TEXT_HOLD                                                                                  \
    30 /* milliseconds: quick to type, and slow enough for a PS/2 keyboard's queue                 \
        */

static const QvSetting options[] = {
    {.name = "text",
     .value = N_("TEXT"),
     .parse = qv_value_text,
     .help = N_("type this on a US keyboard, after the keys; \\n is Enter, \\t Tab, \\\\ a "
                "backslash")},
    {.name = "hold",
     .value = "MS",
     .choices = "[0-9]{1,5}",
     .parse = qv_value_match,
     .help = N_("how many milliseconds to hold each")},
    {.name = NULL},
};

/* QEMU keeps what is pressed in a queue with an end, so wait until it is done. */
static gboolean
press(QvGuest *guest, QvKeys *keys, guint hold, GError **error)
{
    if (!qv_guest_send_keys(guest, keys->codes, keys->n, hold, error))
        return FALSE;
    qv_interrupt_sleep(hold * 2);
    return qv_interrupt_check(error);
}

/* All of it is read before the first key is pressed. */
static gboolean
read_keys(QvCall *call, GArray *all, GError **error)
{
    QvKeys keys;

    for (char **word = call->arguments + 1; *word != NULL; word++) {
        if (!qv_keys_parse(*word, &keys, error))
            return FALSE;
        g_array_append_val(all, keys);
    }
    return TRUE;
}

static gboolean
read_text(const char *written, GArray *all, GError **error)
{
    g_autofree char *text = g_strcompress(written);
    QvKeys keys;

    for (const char *c = text; *c != '\0'; c++) {
        if (!qv_keys_type(*c, &keys))
            return qv_fail(
                error, QV_ERROR_USAGE,
                _("--text: a US keyboard has no key for the character at byte %zu of '%s'"),
                (gsize)(c - text) + 1, text);
        g_array_append_val(all, keys);
    }
    return TRUE;
}

static gboolean
run_send_key(QvCall *call, GError **error)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(QvKeys));
    g_autofree char *text = qv_call_get(call, "text");
    g_autoptr(QvGuest) guest = NULL;
    guint hold = qv_call_number(call, "hold", 0);
    guint n;

    if (!read_keys(call, keys, error))
        return FALSE;
    n = keys->len;
    if (text != NULL && !read_text(text, keys, error))
        return FALSE;
    if (keys->len == 0)
        return qv_fail(error, QV_ERROR_USAGE, _("send-key: no key; name one, or use --text"));
    guest = qv_call_guest(call, call->arguments[0], error);
    qv_interrupt_catch();
    for (guint i = 0; guest != NULL && i < keys->len; i++)
        if (!press(guest, &g_array_index(keys, QvKeys, i),
                   hold    ? hold
                   : i < n ? 100
                           : TEXT_HOLD,
                   error))
            return FALSE;
    return guest != NULL;
}

const QvCommand qv_cmd_send_key = {
    .name = "send-key",
    .arguments = N_("GUEST [KEY…]"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("press keys in a guest, or type a text"),
    .details =
        N_("Keys pressed together have \"-\" or \"+\" between them: ctrl-alt-f1, ctrl+alt+del, a, "
           "enter, KEY_LEFTMETA.\nThe names are Linux' own."),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run_send_key,
};
