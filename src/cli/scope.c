/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scope: whether a command changes the running guest, its definition or both. */
#include "cli/scope.h"

#include "hv/define.h"
#include "hv/guest.h"

gboolean
qv_scope(QvCall *call, QvGuest *guest, QvScope *where, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    gboolean live = qv_call_has(call, "live"), config = qv_call_has(call, "config");
    gboolean autostart, persistent;

    if (state == NULL)
        return FALSE;
    qv_guest_flags(guest, &autostart, &persistent);
    if (live && qv_guest_is_off(state))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is off; without --live, its definition is changed"),
                       state->name);
    if (config && !persistent)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' has no definition, as it ends with its shutdown; use --live"),
                       state->name);
    *where = (!qv_guest_is_off(state) && (live || !config) ? QV_LIVE : 0) |
             (persistent && (config || !live) ? QV_CONFIG : 0);
    return TRUE;
}

xmlDoc *
qv_scope_xml(QvGuest *guest, QvScope where, GError **error)
{
    return qv_guest_xml_of(guest, where & QV_CONFIG ? QV_CONFIG : QV_LIVE, error);
}
