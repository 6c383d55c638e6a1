/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hmp: QEMU's human monitor of a guest. */
#include "cli/qemu-monitor.h"

#include "cli/command.h"
#include "cli/hosts.h"

static gboolean
run_hmp(QvCall *call, GError **error)
{
    g_autofree char *command = g_strjoinv(" ", call->arguments + 1);
    g_autoptr(QvGuest) guest = qv_call_guest(call, call->arguments[0], error);
    g_autofree char *answer = guest ? qv_monitor_ask(guest, command, TRUE, error) : NULL;
    g_auto(GStrv) lines = answer ? g_strsplit(answer, "\r\n", -1) : NULL;

    if (lines == NULL)
        return FALSE;
    g_autofree char *text = g_strchomp(g_strjoinv("\n", lines));
    if (*text != '\0')
        qv_say("%s", text);
    return TRUE;
}

const QvCommand qv_cmd_hmp = {
    .name = "hmp",
    .arguments = N_("GUEST COMMAND…"),
    .least = 2,
    .most = G_MAXUINT,
    .summary = N_("give QEMU's human monitor a line, as 'info block'"),
    .details = N_("QEMU answers in text, which says by itself when a command failed."),
    .flags = QV_CONNECTS,
    .run = run_hmp,
};
