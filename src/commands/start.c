/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start, stop: turn guests on and off. */
#include "commands/command.h"
#include "core/interrupt.h"
#include "hv/guest.h"

static const QvSetting start_options[] = {
    {.name = "watch",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to watch that the guest keeps running; 1 where it is not given")},
    {.name = NULL},
};

static const QvSetting stop_options[] = {
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("pull the plug instead of asking")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to wait for the guest to obey; 60 where it is not given")},
    {.name = NULL},
};

static gboolean
start(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL)
        return FALSE;
    if (!qv_guest_is_off(state)) {
        qv_say(_("guest '%s' is %s already"), state->name, state->state);
        return TRUE;
    }
    if (!qv_guest_start(guest, qv_call_number(call, "watch", 1), error))
        return FALSE;
    qv_say(_("guest '%s' started"), qv_guest_name(guest));
    return TRUE;
}

static gboolean
stop(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL)
        return FALSE;
    if (qv_guest_is_off(state)) {
        qv_say(_("guest '%s' is off already"), state->name);
        return TRUE;
    }
    if (qv_call_has(call, "force")
            ? !qv_guest_destroy(guest, error)
            : !qv_guest_shutdown(guest, qv_call_number(call, "timeout", 60), error))
        return FALSE;
    qv_say(_("guest '%s' stopped"), state->name);
    return TRUE;
}

static gboolean
run_start(QvCall *call, GError **error)
{
    qv_interrupt_catch();
    return qv_call_each(call, start, error);
}

static gboolean
run_stop(QvCall *call, GError **error)
{
    qv_interrupt_catch();
    return qv_call_each(call, stop, error);
}

const QvCommand qv_cmd_start = {
    .name = "start",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("start guests, and see that they keep running"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = start_options,
    .run = run_start,
};

const QvCommand qv_cmd_stop = {
    .name = "stop",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("ask guests to shut down, and wait until they did"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = stop_options,
    .run = run_stop,
};
