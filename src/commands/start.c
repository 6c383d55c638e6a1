/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start: turn guests on. */
#include "base/interrupt.h"
#include "cli/wait-option.h"
#include "hv/guest.h"
#include "hv/power.h"

static const QvSetting start_options[] = {
    {.name = "watch",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to watch that the guest keeps running; 1 where it is not given")},
    {.name = "paused", .parse = qv_value_text, .help = N_("let it stand still until 'resume'")},
    {.name = "fresh",
     .parse = qv_value_text,
     .help = N_("boot, and delete the saved state that it would go on from")},
    QV_WAIT_OPTIONS,
    {.name = NULL},
};

static gboolean
say_already_on(const QvGuestState *state)
{
    if (g_str_equal(state->state, "paused"))
        qv_say(_("guest '%s' is started already, and paused; 'qvirt resume %s' lets it go on"),
               state->name, state->name);
    else
        qv_say(_("guest '%s' is %s already"), state->name, state->state);
    return TRUE;
}

/* A saved guest goes on as it was, which may be paused. */
static gboolean
say_started(QvGuest *guest, gboolean saved, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL)
        return FALSE;
    if (g_str_equal(state->state, "paused"))
        qv_say(_("guest '%s' started, and paused"), state->name);
    else
        qv_say(saved ? _("guest '%s' goes on from where it was saved") : _("guest '%s' started"),
               state->name);
    return TRUE;
}

static gboolean
start_guest(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    gboolean saved = state != NULL && qv_guest_is_saved(guest);

    if (state == NULL)
        return FALSE;
    if (!qv_guest_is_off(state))
        return say_already_on(state);
    if (saved && qv_call_has(call, "fresh")) {
        if (!qv_guest_forget_saved(guest, error))
            return FALSE;
        saved = FALSE;
    }
    if (qv_call_has(call, "paused")
            ? !qv_guest_start_paused(guest, error)
            : !qv_guest_start(guest, qv_call_number(call, "watch", 1), error))
        return FALSE;
    return say_started(guest, saved, error);
}

static gboolean
run_start(QvCall *call, GError **error)
{
    return qv_call_each_then_wait(call, start_guest, error);
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
