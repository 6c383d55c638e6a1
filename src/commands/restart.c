/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* restart, reset: boot guests anew. */
#include "commands/wait.h"
#include "core/interrupt.h"
#include "hv/event.h"
#include "hv/guest.h"
#include "hv/reboot.h"
#include "hv/steer.h"

static const QvSetting restart_options[] = {
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("pull the plug and start, instead of asking")},
    {.name = "cold",
     .parse = qv_value_text,
     .help = N_("shut down and start, so that a changed definition takes effect")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to wait for the guest to obey, and then for --wait; 60 where it is not "
                "given")},
    QV_WAIT_OPTION,
    {.name = NULL},
};

static const QvSetting reset_options[] = {QV_WAIT_OPTIONS, {.name = NULL}};

/* Of the call that runs; NULL where no guest is asked to reboot by itself. */
static QvReboots *reboots;

static gboolean
turn_off(QvCall *call, QvGuest *guest, GError **error)
{
    gboolean autostart, persistent;

    qv_guest_flags(guest, &autostart, &persistent);
    if (!persistent)
        return qv_fail(
            error, QV_ERROR_FAILED,
            _("guest '%s' is gone when it is off, as it has no definition; 'qvirt reset' "
              "restarts it"),
            qv_guest_name(guest));
    if (qv_call_has(call, "force"))
        return qv_guest_destroy(guest, error);
    return qv_guest_shutdown(guest, qv_call_number(call, "timeout", 60), error);
}

static gboolean
restart(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL)
        return FALSE;
    if (!qv_guest_is_off(state) && !qv_call_has(call, "force") && !qv_guest_can_obey(state, error))
        return FALSE;
    if (reboots != NULL && !qv_guest_is_off(state)) {
        if (!qv_guest_reboot(reboots, guest, qv_call_number(call, "timeout", 60), error))
            return FALSE;
    } else {
        if ((!qv_guest_is_off(state) && !turn_off(call, guest, error)) ||
            !qv_guest_start(guest, 1, error))
            return FALSE;
    }
    qv_say(qv_guest_is_off(state) ? _("guest '%s' was off, and started")
                                  : _("guest '%s' restarted"),
           state->name);
    return TRUE;
}

static gboolean
run_restart(QvCall *call, GError **error)
{
    g_autoptr(GPtrArray) guests = NULL;
    gboolean done;

    if (qv_call_has(call, "force") || qv_call_has(call, "cold"))
        return qv_call_each_then_wait(call, restart, error);
    qv_interrupt_catch();
    guests = qv_event_prepare(error) ? qv_call_guests(call, error) : NULL;
    reboots = guests ? qv_reboots_new(guests, error) : NULL;
    done = reboots != NULL && qv_call_each_of(call, guests, restart, error);
    g_clear_pointer(&reboots, qv_reboots_free);
    return done && qv_call_wait(call, guests, error);
}

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

const QvCommand qv_cmd_restart = {
    .name = "restart",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("ask guests to reboot, and wait until they did"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = restart_options,
    .run = run_restart,
};

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
