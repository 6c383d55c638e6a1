/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* suspend: pause guests; their memory stays. */
#include "cli/wait-option.h"
#include "hv/guest.h"
#include "hv/power.h"

static gboolean
suspend(QvCall *call G_GNUC_UNUSED, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL || !qv_guest_check_on(state, error))
        return FALSE;
    if (g_str_equal(state->state, "paused")) {
        qv_say(_("guest '%s' is paused already"), state->name);
        return TRUE;
    }
    if (!qv_guest_suspend(guest, error))
        return FALSE;
    qv_say(_("guest '%s' is paused"), state->name);
    return TRUE;
}

static gboolean
run_suspend(QvCall *call, GError **error)
{
    return qv_call_each(call, suspend, error);
}

const QvCommand qv_cmd_suspend = {
    .name = "suspend",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("have guests stand still, in memory"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .run = run_suspend,
};
