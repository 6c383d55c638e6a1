/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* promote: gives a guest that was installed in stages its virtio devices. */
#include "cli/command.h"
#include "hv/define.h"
#include "hv/guest.h"
#include "hv/volume.h"
#include "model/stage.h"

static const QvSetting options[] = {
    {.name = "undo",
     .parse = qv_value_text,
     .help = N_("back to the devices that the installer knew")},
    {.name = NULL},
};

/* <promoted stage= helper=> around the new domain, where the guest is in the stage for it. */
static xmlDoc *
new_domain(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_xml(guest, error);
    g_autoptr(xmlDoc) in = qv_xml_new("promote");
    gboolean undo = qv_call_has(call, "undo");
    g_autoptr(xmlDoc) out = NULL;

    if (domain == NULL)
        return NULL;
    qv_xml_set(qv_xml_root(in), "undo", undo ? "yes" : "no");
    qv_xml_graft(qv_xml_root(in), qv_xml_root(domain));
    out = qv_stage("promote", in, error);
    if (out == NULL || qv_xml_is(qv_xml_root(out), "stage", undo ? "promoted" : "install"))
        return g_steal_pointer(&out);
    qv_fail(error, QV_ERROR_FAILED,
            undo ? _("guest '%s' was not promoted")
                 : _("guest '%s' was not defined with --stage install, or is promoted already"),
            qv_guest_name(guest));
    return NULL;
}

static gboolean
promote(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    g_autoptr(xmlDoc) promoted = state ? new_domain(call, guest, error) : NULL;

    if (promoted == NULL)
        return FALSE;
    if (!qv_guest_is_off(state))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is %s; its devices can change while it is off: stop it first"),
                       state->name, state->state);
    xmlNode *root = qv_xml_root(promoted);
    g_autofree char *helper = qv_xml_get(root, "helper");
    if (!qv_guest_redefine(qv_guest_connection(guest), qv_xml_content(root), error))
        return FALSE;
    qv_say(qv_call_has(call, "undo") ? _("guest '%s' has its installer's devices again")
                                     : _("guest '%s' promoted to virtio"),
           state->name);
    if (*helper == '\0')
        return TRUE;
    qv_say(_("deleting disk %s"), helper);
    return qv_volume_delete(qv_guest_connection(guest), helper, error);
}

static gboolean
run_promote(QvCall *call, GError **error)
{
    return qv_call_each(call, promote, error);
}

const QvCommand qv_cmd_promote = {
    .name = "promote",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("give a guest installed in stages its virtio disk and network"),
    .details = N_("First: qvirt define --preset win10 w10 --stage install --virtio-win ISO --cdrom "
                  "ISO, install, shut down."),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = options,
    .run = run_promote,
};
