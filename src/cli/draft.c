/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft: a guest on paper, from the command line's settings to the plan. */
#include "cli/draft.h"

#include "base/interrupt.h"
#include "cli/draft-disks.h"
#include "hv/host.h"
#include "hv/volume.h"
#include "model/pci.h"
#include "model/stage.h"

static void
free_doc(gpointer doc)
{
    xmlFreeDoc(doc);
}

void
qv_draft_free(QvDraft *draft)
{
    g_clear_pointer(&draft->build, qv_build_free);
    g_clear_pointer(&draft->host, xmlFreeDoc);
    g_clear_pointer(&draft->target, qv_target_free);
    g_clear_pointer(&draft->guest, xmlFreeDoc);
    g_clear_pointer(&draft->plan, xmlFreeDoc);
    g_clear_pointer(&draft->volumes, g_ptr_array_unref);
    g_free(draft);
}

static xmlDoc *
read_record(const char *file, GError **error)
{
    g_autoptr(xmlDoc) doc = qv_xml_read_file(file, error);

    if (doc == NULL)
        return NULL;
    if (!xmlStrEqual(qv_xml_root(doc)->name, BAD_CAST "host")) {
        qv_fail(error, QV_ERROR_TEMPLATE,
                _("%s:1: not the record of a host; 'qvirt facts > FILE' makes one"), file);
        return NULL;
    }
    return g_steal_pointer(&doc);
}

static gboolean
find_host(QvDraft *draft, QvCall *call, QvGuest *guest, GError **error)
{
    g_autofree char *file = qv_call_get(call, "facts");

    if (file != NULL) {
        draft->host = read_record(file, error);
        return draft->host != NULL;
    }
    draft->connection = guest ? qv_guest_connection(guest) : qv_call_connection(call, error);
    if (draft->connection != NULL)
        draft->host = qv_host_record(draft->connection, error);
    return draft->host != NULL;
}

QvDraft *
qv_draft_new(QvCall *call, QvGuest *guest, xmlNode *request, GError **error)
{
    g_autoptr(QvDraft) draft = g_new0(QvDraft, 1);

    draft->volumes = g_ptr_array_new_with_free_func(free_doc);
    if (!qv_call_has(call, "facts"))
        qv_call_connect_ahead(call);
    draft->build = qv_build_new(request, error);
    if (draft->build == NULL || !find_host(draft, call, guest, error))
        return NULL;
    draft->target = qv_build_target(draft->build, draft->host, error);
    if (draft->target == NULL)
        return NULL;
    /* Without an emulator there is nothing to ask for; the preset's needs will say so. */
    if (draft->connection != NULL && *draft->target->virttype != '\0' &&
        !qv_host_add_target(draft->connection, qv_build_host(draft->build), draft->target, error))
        return NULL;
    return g_steal_pointer(&draft);
}

/* The kernel can be asked about its own devices only. */
static gboolean
check_pci(QvDraft *draft, GError **error)
{
    g_autoptr(GStrvBuilder) addresses = g_strv_builder_new();
    xmlNode *n = qv_xml_child(qv_build_request(draft->build), "setting");
    g_auto(GStrv) list = NULL;

    if (draft->connection == NULL || !qv_connection_is_local(draft->connection))
        return TRUE;
    for (; n != NULL; n = qv_xml_next(n, "setting")) {
        g_autofree char *value = qv_xml_get(n, "value");
        g_autofree char *domain = qv_xml_get(n, "domain");
        g_autofree char *full = g_strconcat(domain ? "" : "0000:", value, NULL);
        g_autofree char *lower = g_ascii_strdown(full, -1);
        if (qv_xml_is(n, "name", "pci"))
            g_strv_builder_add(addresses, lower);
    }
    list = g_strv_builder_end(addresses);
    return qv_pci_check("/sys/bus/pci/devices", (const char *const *)list, error);
}

gboolean
qv_draft_plan(QvDraft *draft, gboolean look, GError **error)
{
    if (!qv_draft_resolve_disks(draft, look, error) || (look && !check_pci(draft, error)))
        return FALSE;
    draft->plan = qv_build_plan(draft->build, error);
    return draft->plan != NULL && (!look || qv_build_check_rules(draft->plan, error));
}

xmlDoc *
qv_draft_devices(QvDraft *draft, GError **error)
{
    if (!qv_draft_resolve_disks(draft, TRUE, error) || !check_pci(draft, error))
        return NULL;
    g_autoptr(xmlDoc) domain = qv_build_devices(draft->build, draft->guest, error);
    return domain ? qv_stage("devices", domain, error) : NULL;
}

gboolean
qv_draft_make_volumes(QvDraft *draft, QvUndo *undo, GError **error)
{
    g_autofree char *pool = qv_setting_get(qv_build_request(draft->build), "pool");

    for (guint i = 0; i < draft->volumes->len; i++) {
        if (!qv_interrupt_check(error) ||
            !qv_volume_create(draft->connection, pool ? pool : "default", draft->volumes->pdata[i],
                              undo, error))
            return FALSE;
    }
    return qv_interrupt_check(error);
}

xmlDoc *
qv_draft_domain(QvDraft *draft, GError **error)
{
    return qv_stage("domain", draft->plan, error);
}

void
qv_draft_notes(QvDraft *draft)
{
    const QvTarget *target = draft->target;
    g_autofree char *accel = qv_setting_get(qv_build_request(draft->build), "accel");

    if (target->listed && !target->usable && accel == NULL)
        qv_warn(_("libvirt lists KVM, but QEMU's user '%s' may not open /dev/kvm: the guest is "
                  "emulated; 'chgrp kvm /dev/kvm; chmod 0660 /dev/kvm' lets it in"),
                target->user);
    for (guint i = 0; i < draft->build->templates->len; i++) {
        const QvTemplate *template = draft->build->templates->pdata[i];
        if (template->hidden != NULL)
            qv_warn(_("'%s' is %s, which hides %s"), template->id, template->file,
                    template->hidden);
    }
}
