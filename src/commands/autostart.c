/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* autostart: which guests start with the host. */
#include "cli/command.h"
#include "hv/define.h"
#include "hv/guest.h"

static const QvSetting options[] = {
    {.name = "off", .parse = qv_value_text, .help = N_("they do not start with the host")},
    {.name = NULL},
};

static gboolean
autostart(QvCall *call, QvGuest *guest, GError **error)
{
    gboolean on = !qv_call_has(call, "off"), was, persistent;

    qv_guest_flags(guest, &was, &persistent);
    if (!persistent)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' ends with its shutdown, and cannot start with the host"),
                       qv_guest_name(guest));
    if (was != on && !qv_guest_autostart(guest, on, error))
        return FALSE;
    qv_say(on    ? was ? _("guest '%s' starts with the host already")
                       : _("guest '%s' starts with the host from now on")
              : was ? _("guest '%s' does not start with the host any more")
                 : _("guest '%s' does not start with the host already"),
           qv_guest_name(guest));
    return TRUE;
}

static gboolean
run_autostart(QvCall *call, GError **error)
{
    return qv_call_each(call, autostart, error);
}

const QvCommand qv_cmd_autostart = {
    .name = "autostart",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("have guests start with the host"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = options,
    .run = run_autostart,
};
