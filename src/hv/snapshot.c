/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot: libvirt's records of a guest's snapshots, and what it does with them. */
#include "hv/snapshot.h"

#include "base/error.h"
#include "hv/job.h"
#include "hv/libvirt.h"

/* Drivers without secrets do not know the flag. */
static char *
text_of_snapshot(virDomainSnapshot *snapshot)
{
    char *text = virDomainSnapshotGetXMLDesc(snapshot, VIR_DOMAIN_SNAPSHOT_XML_SECURE);

    return text ? text : virDomainSnapshotGetXMLDesc(snapshot, 0);
}

static gboolean
add_snapshot_node(xmlNode *list, virDomainSnapshot *snapshot, GError **error)
{
    char *text = text_of_snapshot(snapshot);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, "snapshot", error) : NULL;

    if (text == NULL)
        return qv_libvirt_fail(error);
    free(text);
    if (doc == NULL)
        return FALSE;
    xmlNode *node = qv_xml_graft(list, qv_xml_root(doc));
    if (virDomainSnapshotIsCurrent(snapshot, 0) == 1)
        qv_xml_set(node, "current", "yes");
    return TRUE;
}

xmlDoc *
qv_snapshot_list(QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) list = qv_xml_new("snapshots");
    virDomainSnapshotPtr *snapshots = NULL;
    int n = virDomainListAllSnapshots(guest, &snapshots, 0);
    gboolean good = n >= 0 || virGetLastErrorCode() == VIR_ERR_NO_SUPPORT;

    if (!good)
        qv_libvirt_fail(error);
    for (int i = 0; i < n; i++) {
        good = good && add_snapshot_node(qv_xml_root(list), snapshots[i], error);
        virDomainSnapshotFree(snapshots[i]);
    }
    free(snapshots);
    return good ? g_steal_pointer(&list) : NULL;
}

/* One call about a snapshot, run as a job. */
typedef struct {
    QvGuest *guest;
    const char *name;
    char *xml;
    unsigned int flags;
} Call;

static gboolean
run_job(Call *call, const char *name, gboolean (*work)(gpointer data, GError **error),
        GError **error)
{
    QvJob job = {.name = name, .guest = call->guest, .work = work, .data = call};

    return qv_job_run(&job, error);
}

static gboolean
create_snapshot_job(gpointer data, GError **error)
{
    Call *call = data;
    g_autoptr(virDomainSnapshot) snapshot =
        virDomainSnapshotCreateXML(call->guest, call->xml, call->flags);

    return snapshot != NULL || qv_libvirt_fail(error);
}

gboolean
qv_snapshot_create(QvGuest *guest, xmlNode *xml, QvSnapshotFlags flags, GError **error)
{
    g_autofree char *text = qv_xml_write_node(xml);
    Call call = {.guest = guest, .xml = text};

    if (flags & QV_SNAPSHOT_DISK_ONLY)
        call.flags |= VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY;
    if (flags & QV_SNAPSHOT_QUIESCE)
        call.flags |= VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE;
    if (flags & QV_SNAPSHOT_EXTERNAL)
        call.flags |= VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT | VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC;
    /* Memory is written while the guest runs on; the pause is at the end. */
    if (flags & QV_SNAPSHOT_EXTERNAL && !(flags & QV_SNAPSHOT_DISK_ONLY))
        call.flags |= VIR_DOMAIN_SNAPSHOT_CREATE_LIVE;
    return run_job(&call, "snapshot", create_snapshot_job, error);
}

gboolean
qv_snapshot_redefine(QvGuest *guest, xmlNode *xml, gboolean current, GError **error)
{
    g_autofree char *text = qv_xml_write_node(xml);
    Call call = {.guest = guest, .xml = text, .flags = VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE};

    if (current)
        call.flags |= VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT;
    return create_snapshot_job(&call, error);
}

static gboolean
revert_snapshot_job(gpointer data, GError **error)
{
    Call *call = data;
    g_autoptr(virDomainSnapshot) snapshot =
        virDomainSnapshotLookupByName(call->guest, call->name, 0);

    return (snapshot != NULL && virDomainRevertToSnapshot(snapshot, call->flags) == 0) ||
           qv_libvirt_fail(error);
}

gboolean
qv_snapshot_revert(QvGuest *guest, const char *name, QvRevert then, gboolean force, GError **error)
{
    Call call = {.guest = guest, .name = name};

    if (then == QV_REVERT_RUNNING)
        call.flags |= VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING;
    if (then == QV_REVERT_PAUSED)
        call.flags |= VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED;
    if (force)
        call.flags |= VIR_DOMAIN_SNAPSHOT_REVERT_FORCE;
    return run_job(&call, "revert", revert_snapshot_job, error);
}

static gboolean delete (gpointer data, GError **error)
{
    Call *call = data;
    g_autoptr(virDomainSnapshot) snapshot =
        virDomainSnapshotLookupByName(call->guest, call->name, 0);

    return (snapshot != NULL && virDomainSnapshotDelete(snapshot, call->flags) == 0) ||
           qv_libvirt_fail(error);
}

gboolean
qv_snapshot_delete(QvGuest *guest, const char *name, gboolean only_record, GError **error)
{
    Call call = {.guest = guest, .name = name};

    if (only_record)
        call.flags |= VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY;
    return run_job(&call, "delete", delete, error);
}

xmlDoc *
qv_snapshot_memory(QvConnection *connection, const char *file, GError **error)
{
    char *text = virDomainSaveImageGetXMLDesc(connection, file, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, file, error) : NULL;

    if (text == NULL)
        qv_libvirt_fail(error);
    free(text);
    return g_steal_pointer(&doc);
}

static gboolean
restore_memory_file(gpointer data, GError **error)
{
    Call *call = data;

    return virDomainRestoreFlags(virDomainGetConnect(call->guest), call->name, call->xml,
                                 call->flags) == 0 ||
           qv_libvirt_fail(error);
}

gboolean
qv_snapshot_restore(QvGuest *guest, const char *file, xmlNode *domain, QvRevert then,
                    GError **error)
{
    g_autofree char *text = qv_xml_write_node(domain);
    Call call = {.guest = guest, .name = file, .xml = text};

    if (then == QV_REVERT_RUNNING)
        call.flags |= VIR_DOMAIN_SAVE_RUNNING;
    if (then == QV_REVERT_PAUSED)
        call.flags |= VIR_DOMAIN_SAVE_PAUSED;
    return run_job(&call, "revert", restore_memory_file, error);
}
