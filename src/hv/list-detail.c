/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* list-detail: what a list tells of guests beyond their states, asked for in as few calls as can
 * be. */
#include "hv/list-detail.h"

#include "base/error.h"
#include "hv/libvirt.h"
#include "hv/tree.h"
#include "model/stage.h"

void
qv_list_detail_free(QvListDetail *detail)
{
    g_clear_pointer(&detail->outline, xmlFreeDoc);
    g_clear_pointer(&detail->tree, xmlFreeDoc);
    g_free(detail->fault);
    g_free(detail);
}

/* The names of the guests that libvirt's filter lets through. */
static GHashTable *
filtered(QvConnection *connection, unsigned int filter, GError **error)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    virDomain **guests = NULL;
    int n = virConnectListAllDomains(connection, &guests, filter);

    if (n < 0) {
        qv_libvirt_fail(error);
        return NULL;
    }
    for (int i = 0; i < n; i++) {
        g_hash_table_add(names, g_strdup(virDomainGetName(guests[i])));
        virDomainFree(guests[i]);
    }
    free(guests);
    return g_steal_pointer(&names);
}

static const struct {
    QvListDetails detail;
    unsigned int filter;
    gsize place; /* of a gboolean, or of a count that starts at 1 */
} filters[] = {
    {QV_DETAIL_AUTOSTART, VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
     G_STRUCT_OFFSET(QvListDetail, autostart)},
    {QV_DETAIL_PERSISTENT, VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
     G_STRUCT_OFFSET(QvListDetail, persistent)},
    {QV_DETAIL_SAVED, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, G_STRUCT_OFFSET(QvListDetail, saved)},
    {QV_DETAIL_SNAPSHOTS, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
     G_STRUCT_OFFSET(QvListDetail, snapshots)},
};

static gboolean
ask_filters(QvConnection *connection, GPtrArray *guests, GPtrArray *details, QvListDetails wanted,
            GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GHashTable) names = NULL;
        if (!(wanted & filters[i].detail))
            continue;
        names = filtered(connection, filters[i].filter, error);
        if (names == NULL)
            return FALSE;
        for (guint j = 0; j < guests->len; j++) {
            const QvGuestState *state = guests->pdata[j];
            G_STRUCT_MEMBER(int, details->pdata[j], filters[i].place) =
                g_hash_table_contains(names, state->name);
        }
    }
    return TRUE;
}

static gboolean
ask_info(QvGuest *guest, QvListDetail *detail, GError **error)
{
    virDomainInfo info;

    if (virDomainGetInfo(guest, &info) < 0)
        return qv_libvirt_fail(error);
    detail->memory = (guint64)info.memory * 1024;
    detail->cpu_time = info.cpuTime / G_GUINT64_CONSTANT(1000000000);
    detail->vcpus = info.nrVirtCpu;
    return TRUE;
}

/* Asks one guest for what must be asked of each; its XML is left in @domain. */
static gboolean
ask_one(QvGuest *guest, QvListDetails wanted, QvListDetail *detail, xmlDoc **domain, GError **error)
{
    if (wanted & QV_DETAIL_INFO && !ask_info(guest, detail, error))
        return FALSE;
    if (detail->snapshots > 0) {
        int n = virDomainSnapshotNum(guest, 0);
        if (n < 0)
            return qv_libvirt_fail(error);
        detail->snapshots = (guint)n;
    }
    if (wanted & QV_DETAIL_TREE) {
        detail->tree = qv_tree_read(guest, error);
        if (detail->tree == NULL)
            return FALSE;
    }
    if (wanted & QV_DETAIL_OUTLINE)
        *domain = qv_guest_xml(guest, error);
    return !(wanted & QV_DETAIL_OUTLINE) || *domain != NULL;
}

/* All domains go through the stylesheet at once: reading it takes longer than using it. */
static gboolean
read_outlines(xmlDoc *domains, GPtrArray *details, GError **error)
{
    g_autoptr(xmlDoc) out = qv_stage("outline", domains, error);
    xmlNode *outline;

    if (out == NULL)
        return FALSE;
    outline = qv_xml_child(qv_xml_root(out), NULL);
    for (guint i = 0; i < details->len && outline != NULL; i++) {
        QvListDetail *detail = details->pdata[i];
        if (detail->fault != NULL)
            continue;
        detail->outline = xmlNewDoc(BAD_CAST "1.0");
        xmlDocSetRootElement(detail->outline, xmlDocCopyNode(outline, detail->outline, 1));
        outline = qv_xml_next(outline, NULL);
    }
    return TRUE;
}

/* Whether no other guest would fare better. */
static gboolean
is_fault_of_host(QvConnection *connection, const GError *fault)
{
    return g_error_matches(fault, QV_LIBVIRT_ERROR, VIR_ERR_NO_SUPPORT) ||
           !qv_connection_is_alive(connection);
}

/* Asks each guest in turn; those that are gone are removed. */
static gboolean
ask_each(QvConnection *connection, GPtrArray *guests, GPtrArray *details, QvListDetails wanted,
         xmlNode *domains, GError **error)
{
    for (guint i = 0; i < guests->len; i++) {
        const QvGuestState *state = guests->pdata[i];
        QvListDetail *detail = details->pdata[i];
        g_autoptr(xmlDoc) domain = NULL;
        g_autoptr(GError) fault = NULL;
        if (ask_one(state->guest, wanted, detail, &domain, &fault)) {
            if (domain != NULL)
                qv_xml_graft(domains, qv_xml_root(domain));
        } else if (g_error_matches(fault, QV_LIBVIRT_ERROR, VIR_ERR_NO_DOMAIN)) {
            g_ptr_array_remove_index(guests, i);
            g_ptr_array_remove_index(details, i--);
        } else if (is_fault_of_host(connection, fault)) {
            g_propagate_prefixed_error(error, g_steal_pointer(&fault), _("guest '%s': "),
                                       state->name);
            return FALSE;
        } else {
            detail->fault = g_strdup(fault->message);
        }
    }
    return TRUE;
}

static void
free_detail(gpointer detail)
{
    qv_list_detail_free(detail);
}

GPtrArray *
qv_list_details(QvConnection *connection, GPtrArray *guests, QvListDetails wanted, GError **error)
{
    g_autoptr(GPtrArray) details = g_ptr_array_new_with_free_func(free_detail);
    g_autoptr(xmlDoc) domains = qv_xml_new("guests");

    for (guint i = 0; i < guests->len; i++)
        g_ptr_array_add(details, g_new0(QvListDetail, 1));
    if (!ask_filters(connection, guests, details, wanted, error) ||
        !ask_each(connection, guests, details, wanted, qv_xml_root(domains), error) ||
        (wanted & QV_DETAIL_OUTLINE && !read_outlines(domains, details, error)))
        return NULL;
    return g_steal_pointer(&details);
}
