/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft: a guest on paper: its settings, its templates and its host. */
#include "cli/draft.h"

#include "hv/host.h"

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
