/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power: the plain calls that pause, save, restart and rename a guest. */
#include "hv/power.h"

#include "base/error.h"
#include "hv/libvirt.h"

static gboolean
outcome(int result, QvGuest *guest, const char *what, GError **error)
{
    if (result >= 0)
        return TRUE;
    qv_libvirt_fail(error);
    g_prefix_error(error, _("guest '%s': %s: "), virDomainGetName(guest), what);
    return FALSE;
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

gboolean
qv_guest_autostart(QvGuest *guest, gboolean on, GError **error)
{
    return outcome(virDomainSetAutostart(guest, on), guest, _("cannot change its autostart"),
                   error);
}

gboolean
qv_guest_rename(QvGuest *guest, const char *name, GError **error)
{
    return outcome(virDomainRename(guest, name, 0), guest, _("cannot rename it"), error);
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
