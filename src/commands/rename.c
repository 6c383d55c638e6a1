/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rename: gives a guest another name. */
#include "cli/command.h"
#include "hv/define.h"
#include "hv/guest.h"

static gboolean
check_rename(QvGuest *guest, const char *name, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL)
        return FALSE;
    if (!qv_guest_is_off(state))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is %s; it can be renamed while it is off: stop it first"),
                       state->name, state->state);
    if (qv_guest_exists(qv_guest_connection(guest), name))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("there is a guest '%s' already; choose another name"), name);
    return TRUE;
}

static gboolean
run_rename(QvCall *call, GError **error)
{
    const char *name = call->arguments[1];
    g_autoptr(QvGuest) guest = qv_call_guest(call, call->arguments[0], error);
    g_autofree char *before = guest ? g_strdup(qv_guest_name(guest)) : NULL;

    if (guest == NULL)
        return FALSE;
    if (!qv_setting_add(qv_xml_root(call->request), qv_setting_find(qv_settings, "name"), name,
                        error))
        return FALSE;
    if (g_str_equal(before, name)) {
        qv_say(_("guest '%s' has that name already"), name);
        return TRUE;
    }
    if (!check_rename(guest, name, error) || !qv_guest_rename(guest, name, error))
        return FALSE;
    qv_say(_("guest '%s' is called '%s' now; its disks keep their names"), before, name);
    return TRUE;
}

const QvCommand qv_cmd_rename = {
    .name = "rename",
    .arguments = N_("GUEST NAME"),
    .least = 2,
    .most = 2,
    .summary = N_("give a guest that is off another name"),
    .flags = QV_CONNECTS,
    .run = run_rename,
};
