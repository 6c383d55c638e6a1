/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reset: press the reset button. */
#include "cli/wait-option.h"
#include "hv/guest.h"
#include "hv/power.h"

static const QvSetting reset_options[] = {QV_WAIT_OPTIONS, {.name = NULL}};

static gboolean
reset(QvCall *call G_GNUC_UNUSED, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL || !qv_guest_check_on(state, error) || !qv_guest_reset(guest, error))
        return FALSE;
    qv_say(_("guest '%s' reset"), state->name);
    return TRUE;
}

static gboolean
run_reset(QvCall *call, GError **error)
{
    return qv_call_each_then_wait(call, reset, error);
}

const QvCommand qv_cmd_reset = {
    .name = "reset",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("press the reset button: boot anew without asking the guest"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = reset_options,
    .run = run_reset,
};
