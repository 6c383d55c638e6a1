/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* attach: adds devices to a guest, as define would have made them. */
#include "base/interrupt.h"
#include "cli/draft-devices.h"
#include "cli/scope.h"
#include "hv/guest.h"
#include "hv/metadata.h"
#include "model/stage.h"

static const QvSetting options[] = {QV_SCOPE_OPTIONS, {.name = NULL}};

/* The guest remembers its new devices, so that delete --storage finds the disks made for it. */
static gboolean
record(QvDraft *draft, QvGuest *guest, QvScope where, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("record");
    g_autoptr(xmlDoc) memory = NULL;

    qv_xml_graft(qv_xml_root(in), qv_xml_root(draft->guest));
    qv_xml_graft(qv_xml_root(in), qv_build_request(draft->build));
    memory = qv_stage("record", in, error);
    return memory != NULL && qv_guest_record(guest, qv_xml_root(memory), where, error);
}

static gboolean
attach_all(QvGuest *guest, xmlNode *device, QvScope where, QvUndo *undo, GError **error)
{
    for (; device != NULL; device = qv_xml_next(device, "device"))
        if (!qv_interrupt_check(error) ||
            !qv_device_attach(guest, qv_xml_content(device), where, undo, error))
            return FALSE;
    return TRUE;
}

static gboolean
attach_draft(QvDraft *draft, QvGuest *guest, QvScope where, GError **error)
{
    g_autoptr(QvUndo) undo = qv_undo_new();
    g_autoptr(xmlDoc) devices = qv_draft_devices(draft, error);
    xmlNode *first = devices ? qv_xml_child(qv_xml_root(devices), "device") : NULL;

    if (devices == NULL)
        return FALSE;
    if (first == NULL)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("attach: nothing to attach; say what, as --disk 10G or --network user"));
    if (!qv_draft_make_volumes(draft, undo, error) ||
        !attach_all(guest, first, where, undo, error) || !record(draft, guest, where, error))
        return FALSE;
    qv_undo_keep(undo);
    for (xmlNode *n = first; n != NULL; n = qv_xml_next(n, "device")) {
        g_autofree char *title = qv_xml_get_message(n, "title", TRUE);
        qv_say(where & QV_LIVE ? _("guest '%s' has a new %s")
                               : _("guest '%s' has a new %s from its next start on"),
               qv_guest_name(guest), title);
    }
    return TRUE;
}

static gboolean
run_attach(QvCall *call, GError **error)
{
    g_autoptr(QvGuest) guest = qv_call_guest(call, call->arguments[0], error);
    g_autoptr(xmlDoc) domain = NULL;
    g_autoptr(QvDraft) draft = NULL;
    QvScope where;

    if (guest == NULL || !qv_scope(call, guest, &where, error))
        return FALSE;
    qv_interrupt_catch();
    domain = qv_scope_xml(guest, where, error);
    draft =
        domain ? qv_draft_for_guest(call, guest, domain, qv_xml_root(call->request), error) : NULL;
    return draft != NULL && attach_draft(draft, guest, where, error);
}

const QvCommand qv_cmd_attach = {
    .name = "attach",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("give a guest more disks, drives, network cards or devices of the host"),
    .details = N_("They are made as 'qvirt define' would have made them for this guest.\n"
                  "Example:\n  qvirt attach w10 --disk 100G --network bridge=br0"),
    .flags = QV_CONNECTS | QV_DEVICES,
    .options = options,
    .run = run_attach,
};
