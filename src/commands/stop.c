/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stop: ask guests to shut down, or pull the plug. */
#include "base/interrupt.h"
#include "cli/wait-option.h"
#include "hv/guest.h"
#include "hv/power.h"

static const QvSetting stop_options[] = {
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("pull the plug instead of asking")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to wait for the guest to obey; 60 where it is not given")},
    {.name = "no-wait", .parse = qv_value_text, .help = N_("ask, and do not wait")},
    {.name = NULL},
};

static gboolean
stop_guest(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL)
        return FALSE;
    if (qv_guest_is_off(state)) {
        qv_say(_("guest '%s' is off already"), state->name);
        return TRUE;
    }
    if (!qv_call_has(call, "force") && !qv_guest_check_responsive(state, error))
        return FALSE;
    if (qv_call_has(call, "no-wait") && !qv_call_has(call, "force")) {
        if (!qv_guest_ask_to_stop(guest, error))
            return FALSE;
        qv_say(_("guest '%s' was asked to shut down"), state->name);
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
run_stop(QvCall *call, GError **error)
{
    qv_interrupt_catch();
    return qv_call_each(call, stop_guest, error);
}

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
