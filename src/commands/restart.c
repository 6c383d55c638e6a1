/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* restart: ask guests to reboot. */
#include "base/interrupt.h"
#include "cli/wait-option.h"
#include "hv/define.h"
#include "hv/event/reboot.h"
#include "hv/event/watch.h"
#include "hv/guest.h"
#include "hv/power.h"

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
    if (!qv_guest_is_off(state) && !qv_call_has(call, "force") &&
        !qv_guest_check_responsive(state, error))
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
