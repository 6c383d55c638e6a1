/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power: starts, stops, pauses and saves guests. */
#include "hv/power.h"

#include "base/error.h"
#include "base/interrupt.h"
#include "hv/guest.h"
#include "hv/libvirt.h"
#include "hv/log.h"
#include "hv/state.h"

#define POLL 100 /* milliseconds between two looks at a state */

static gboolean
outcome(int result, QvGuest *guest, const char *what, GError **error)
{
    return result >= 0 || qv_libvirt_refuse(guest, what, error);
}

static gboolean
stands_still(int state, int reason)
{
    return state == VIR_DOMAIN_PAUSED &&
           (reason == VIR_DOMAIN_PAUSED_UNKNOWN || reason == VIR_DOMAIN_PAUSED_IOERROR ||
            reason == VIR_DOMAIN_PAUSED_CRASHED);
}

static const char *
way_out(void)
{
    return _("; if this host's KVM cannot run it, define it with --accel tcg");
}

static gboolean
cannot_start(QvGuest *guest, GError **error)
{
    gboolean kvm = qv_libvirt_last_has("kvm");

    qv_libvirt_fail(error);
    g_prefix_error(error, _("cannot start guest '%s': "), qv_guest_name(guest));
    if (kvm && error != NULL) {
        g_autofree char *text = g_steal_pointer(&(*error)->message);
        (*error)->message = g_strconcat(text, way_out(), NULL);
    }
    return FALSE;
}

static gboolean
report_failed_start(QvGuest *guest, int state, int reason, GError **error)
{
    g_autofree char *log = qv_log_tail(guest);
    const char *why = qv_state_reason(state, reason);

    return qv_fail(error, QV_ERROR_HOST,
                   _("guest '%s' was started, and is %s (%s) a moment later%s%s%s"),
                   qv_guest_name(guest), qv_state_name(state), why ? why : _("internal error"),
                   log ? _("; QEMU says: ") : "", log ? log : "",
                   stands_still(state, reason) ? way_out() : "");
}

gboolean
qv_guest_start_paused(QvGuest *guest, GError **error)
{
    return virDomainCreateWithFlags(guest, VIR_DOMAIN_START_PAUSED) == 0 ||
           cannot_start(guest, error);
}

gboolean
qv_guest_start(QvGuest *guest, guint watch, GError **error)
{
    int state, reason;

    if (virDomainCreate(guest) < 0)
        return cannot_start(guest, error);
    for (guint waited = 0; waited < watch * 1000; waited += POLL) {
        qv_interrupt_sleep(POLL);
        if (!qv_interrupt_check(error))
            return FALSE;
        if (virDomainGetState(guest, &state, &reason, 0) < 0)
            return qv_libvirt_fail(error);
        if (stands_still(state, reason) ||
            (state == VIR_DOMAIN_SHUTOFF && reason != VIR_DOMAIN_SHUTOFF_SHUTDOWN &&
             reason != VIR_DOMAIN_SHUTOFF_DESTROYED) ||
            state == VIR_DOMAIN_CRASHED)
            return report_failed_start(guest, state, reason, error);
    }
    return TRUE;
}

gboolean
qv_guest_ask_to_stop(QvGuest *guest, GError **error)
{
    if (virDomainShutdown(guest) == 0)
        return TRUE;
    qv_libvirt_fail(error);
    g_prefix_error(error, _("cannot ask guest '%s' to shut down: "), qv_guest_name(guest));
    return FALSE;
}

gboolean
qv_guest_shutdown(QvGuest *guest, guint seconds, GError **error)
{
    int state = VIR_DOMAIN_RUNNING, reason;

    if (!qv_guest_ask_to_stop(guest, error))
        return FALSE;
    for (guint waited = 0;; waited += POLL) {
        if (virDomainGetState(guest, &state, &reason, 0) < 0)
            return qv_libvirt_fail(error);
        if (state == VIR_DOMAIN_SHUTOFF || state == VIR_DOMAIN_CRASHED)
            return TRUE;
        if (seconds > 0 && waited >= seconds * 1000)
            return qv_fail(error, QV_ERROR_TIMEOUT,
                           _("guest '%s' was asked to shut down and still runs after %u seconds; "
                             "--timeout waits longer, --force pulls the plug"),
                           qv_guest_name(guest), seconds);
        qv_interrupt_sleep(POLL);
        if (!qv_interrupt_check(error))
            return FALSE;
    }
}

gboolean
qv_guest_destroy(QvGuest *guest, GError **error)
{
    if (virDomainDestroy(guest) < 0 && virGetLastErrorCode() != VIR_ERR_OPERATION_INVALID)
        return qv_libvirt_fail(error);
    return TRUE;
}

gboolean
qv_guest_check_unsaved(QvGuest *guest, GError **error)
{
    if (!qv_guest_is_saved(guest))
        return TRUE;
    return qv_fail(
        error, QV_ERROR_FAILED,
        _("the memory of guest '%s' is saved, and goes with its disks as they are; start "
          "it and shut it down first"),
        qv_guest_name(guest));
}

gboolean
qv_guest_suspend(QvGuest *guest, GError **error)
{
    return outcome(virDomainSuspend(guest), guest, _("cannot suspend it"), error);
}

gboolean
qv_guest_resume(QvGuest *guest, GError **error)
{
    return outcome(virDomainResume(guest), guest, _("cannot resume it"), error);
}

gboolean
qv_guest_wake(QvGuest *guest, GError **error)
{
    return outcome(virDomainPMWakeup(guest, 0), guest, _("cannot wake it"), error);
}

gboolean
qv_guest_reset(QvGuest *guest, GError **error)
{
    return outcome(virDomainReset(guest, 0), guest, _("cannot reset it"), error);
}

/* libvirt's flags are the same for all of its calls about saving. */
static unsigned int
save_flags_of(QvSave how)
{
    return (how & QV_SAVE_UNCACHED ? VIR_DOMAIN_SAVE_BYPASS_CACHE : 0) |
           (how & QV_SAVE_RUNNING ? VIR_DOMAIN_SAVE_RUNNING : 0) |
           (how & QV_SAVE_PAUSED ? VIR_DOMAIN_SAVE_PAUSED : 0);
}

gboolean
qv_guest_is_saved(QvGuest *guest)
{
    return virDomainHasManagedSaveImage(guest, 0) == 1;
}

gboolean
qv_guest_save(QvGuest *guest, const char *file, QvSave how, GError **error)
{
    int result = file ? virDomainSaveFlags(guest, file, NULL, save_flags_of(how))
                      : virDomainManagedSave(guest, save_flags_of(how));

    return outcome(result, guest, _("cannot save it"), error);
}

gboolean
qv_guest_forget_saved(QvGuest *guest, GError **error)
{
    return outcome(virDomainManagedSaveRemove(guest, 0), guest, _("cannot delete its saved state"),
                   error);
}

gboolean
qv_guest_restore(QvGuest *guest, QvSave how, GError **error)
{
    unsigned int flags = (how & QV_SAVE_UNCACHED ? VIR_DOMAIN_START_BYPASS_CACHE : 0) |
                         (how & QV_SAVE_PAUSED ? VIR_DOMAIN_START_PAUSED : 0);
    int state = VIR_DOMAIN_RUNNING;

    if (!outcome(virDomainCreateWithFlags(guest, flags), guest, _("cannot restore it"), error))
        return FALSE;
    virDomainGetState(guest, &state, NULL, 0);
    return !(how & QV_SAVE_RUNNING) || state != VIR_DOMAIN_PAUSED || qv_guest_resume(guest, error);
}

gboolean
qv_restore_file(QvConnection *connection, const char *file, QvSave how, GError **error)
{
    if (virDomainRestoreFlags(connection, file, NULL, save_flags_of(how)) == 0)
        return TRUE;
    qv_libvirt_fail(error);
    g_prefix_error(error, _("cannot restore '%s': "), file);
    return FALSE;
}
