/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* resume: have paused or sleeping guests run on. */
#include "cli/wait-option.h"
#include "hv/guest.h"
#include "hv/power.h"

static const QvSetting resume_options[] = {QV_WAIT_OPTIONS, {.name = NULL}};

static gboolean
resume_guest(QvCall *call G_GNUC_UNUSED, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL || !qv_guest_check_on(state, error))
        return FALSE;
    if (g_str_equal(state->state, "running")) {
        qv_say(_("guest '%s' is running already"), state->name);
        return TRUE;
    }
    if (g_str_equal(state->state, "pmsuspended") ? !qv_guest_wake(guest, error)
                                                 : !qv_guest_resume(guest, error))
        return FALSE;
    qv_say(_("guest '%s' goes on"), state->name);
    return TRUE;
}

static gboolean
run_resume(QvCall *call, GError **error)
{
    return qv_call_each_then_wait(call, resume_guest, error);
}

const QvCommand qv_cmd_resume = {
    .name = "resume",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("have paused or sleeping guests go on"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = resume_options,
    .run = run_resume,
};
