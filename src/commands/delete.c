/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delete: removes guests with all that belongs to them. */
#include "cli/command.h"
#include "hv/backing-chain.h"
#include "hv/define.h"
#include "hv/guest.h"
#include "hv/power.h"
#include "hv/volume.h"

static const QvSetting options[] = {
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("a running guest too: pull its plug first")},
    {.name = "storage",
     .parse = qv_value_text,
     .help = N_("also the disks that qvirt made for it")},
    {.name = NULL},
};

static gboolean
stop_first(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);

    if (state == NULL || qv_guest_is_off(state))
        return state != NULL;
    if (!qv_call_has(call, "force"))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is %s; stop it first, or delete it with --force"), state->name,
                       state->state);
    return qv_guest_destroy(guest, error);
}

/* What a linked clone is built on is not deleted under it. */
static gboolean
check_volumes(QvCall *call, QvGuest *guest, xmlDoc *images, xmlDoc *own, GError **error)
{
    for (xmlNode *n = qv_xml_child(qv_xml_root(own), "made"); n; n = qv_xml_next(n, "made")) {
        g_autofree char *path = qv_xml_get(n, "path");
        if (!qv_chain_check_alone(call->data, guest, qv_xml_root(images), path, error)) {
            g_prefix_error(error, _("guest '%s' cannot be deleted with its storage: "),
                           qv_guest_name(guest));
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
delete_volumes(QvConnection *connection, xmlDoc *own, GError **error)
{
    for (xmlNode *n = qv_xml_child(qv_xml_root(own), "made"); n; n = qv_xml_next(n, "made")) {
        g_autofree char *path = qv_xml_get(n, "path");
        qv_say(_("deleting disk %s"), path);
        if (!qv_volume_delete(connection, path, error)) {
            g_prefix_error(error, _("the guest is deleted, but not its disk %s: "), path);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean delete (QvCall *call, QvGuest *guest, GError **error)
{
    g_autofree char *name = g_strdup(qv_guest_name(guest));
    gboolean storage = qv_call_has(call, "storage");
    g_autoptr(xmlDoc) images = storage ? qv_chain_rest(guest) : NULL;
    g_autoptr(xmlDoc) own = images ? qv_chain_own(guest, qv_xml_root(images), error) : NULL;
    gboolean autostart, persistent;

    if (storage && (own == NULL || !check_volumes(call, guest, images, own, error)))
        return FALSE;
    qv_guest_flags(guest, &autostart, &persistent);
    if (!stop_first(call, guest, error))
        return FALSE;
    /* A transient guest is gone when it is off. */
    if (persistent && !qv_guest_undefine(guest, error)) {
        g_prefix_error(error, _("cannot delete guest '%s': "), name);
        return FALSE;
    }
    if (storage && !delete_volumes(qv_guest_connection(guest), own, error))
        return FALSE;
    qv_say(_("guest '%s' deleted"), name);
    return TRUE;
}

static gboolean
run_delete(QvCall *call, GError **error)
{
    QvConnection *connection = NULL;
    g_autoptr(QvChainUsers) users = NULL;

    if (qv_call_has(call, "storage")) {
        connection = qv_call_connection(call, error);
        users = connection ? qv_chain_users(connection, error) : NULL;
        if (users == NULL)
            return FALSE;
    }
    call->data = users;
    return qv_call_each(call, delete, error);
}

const QvCommand qv_cmd_delete = {
    .name = "delete",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("delete guests with their UEFI variables, TPM state and saved memory"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = options,
    .run = run_delete,
};
