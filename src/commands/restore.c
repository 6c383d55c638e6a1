/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* restore: have saved guests run on. */
#include "base/interrupt.h"
#include "cli/saved-state.h"
#include "cli/wait-option.h"
#include "hv/guest.h"
#include "hv/job.h"

static const QvSetting restore_options[] = {QV_SAVED_OPTIONS, QV_WAIT_OPTIONS, {.name = NULL}};

/* One guest's job. */
typedef struct {
    QvGuest *guest;
    QvSave how;
} Restoring;

static gboolean
work_restore(gpointer data, GError **error)
{
    const Restoring *restoring = data;

    return qv_guest_restore(restoring->guest, restoring->how, error);
}

static gboolean
restore_guest(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    Restoring restoring = {.guest = guest, .how = qv_saved_how(call)};
    QvJob job = {.name = "restore", .guest = guest, .work = work_restore, .data = &restoring};

    if (state == NULL)
        return FALSE;
    if (!qv_guest_is_off(state)) {
        qv_say(_("guest '%s' is %s already"), state->name, state->state);
        return TRUE;
    }
    if (!qv_guest_is_saved(guest))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' has no saved state; 'qvirt start %s' boots it"), state->name,
                       state->name);
    if (!qv_job_run(&job, error))
        return FALSE;
    qv_say(_("guest '%s' goes on from where it was saved"), state->name);
    return TRUE;
}

static gboolean
run_restore(QvCall *call, GError **error)
{
    g_autofree char *file = qv_saved_file(call);
    gboolean guests = call->arguments != NULL || qv_call_selects(call);

    if (!qv_saved_check(call, error))
        return FALSE;
    if (guests == (file != NULL))
        return qv_fail(error, QV_ERROR_USAGE, _("restore: say either guests or --file FILE"));
    if (guests)
        return qv_call_each_then_wait(call, restore_guest, error);
    if (qv_call_has(call, "wait"))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--wait goes with guests that are named; 'qvirt wait' waits for others"));
    qv_interrupt_catch();
    QvConnection *connection = qv_call_connection(call, error);
    if (connection == NULL || !qv_restore_file(connection, file, qv_saved_how(call), error))
        return FALSE;
    qv_say(_("the guest in %s goes on"), file);
    qv_warn(_("its disks go on too: restored once more from the same file, it would spoil them"));
    return TRUE;
}

const QvCommand qv_cmd_restore = {
    .name = "restore",
    .arguments = N_("GUEST…"),
    .most = G_MAXUINT,
    .summary = N_("have saved guests go on"),
    .flags = QV_CONNECTS | QV_GUESTS | QV_JOBS,
    .options = restore_options,
    .run = run_restore,
};
