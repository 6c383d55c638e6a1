/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshots: what the commands about snapshots share. */
#include "cli/snapshots.h"

#include "cli/hosts.h"

#include "base/suggest.h"
#include "hv/backing-chain.h"
#include "hv/guest.h"
#include "hv/snapshot.h"
#include "hv/volume.h"
#include "model/stage.h"

const QvColumn qv_snapshot_columns[] = {
    {"name", N_("NAME"), N_("the name"), QV_TEXT, FALSE, FALSE},
    {"current", N_("CURRENT"), N_("whether the guest's present state grew out of it"), QV_BOOLEAN,
     FALSE, FALSE},
    {"kind", N_("KIND"), N_("internal: in the disk's image; external: the image below an overlay"),
     QV_TEXT, FALSE, FALSE},
    {"memory", N_("MEMORY"), N_("whether the guest's memory was kept too"), QV_BOOLEAN, FALSE,
     FALSE},
    {"state", N_("STATE"), N_("what the guest did then"), QV_TEXT, FALSE, FALSE},
    {"time", N_("TIME"), N_("when it was made"), QV_TEXT, FALSE, FALSE},
    {"parent", N_("PARENT"), N_("the snapshot that it grew out of"), QV_TEXT, FALSE, FALSE},
    {"description", N_("DESCRIPTION"), N_("what was written about it"), QV_TEXT, FALSE, FALSE},
    {"disks", N_("DISKS"), N_("the disks that it keeps, and the images of then"), QV_TEXT, TRUE,
     FALSE},
    {"memory-file", N_("MEMORY FILE"), N_("where external memory is"), QV_TEXT, TRUE, FALSE},
    {.key = NULL},
};

void
qv_snapshots_free(QvSnapshots *snapshots)
{
    g_clear_pointer(&snapshots->guest, qv_guest_unref);
    g_clear_pointer(&snapshots->records, xmlFreeDoc);
    g_free(snapshots);
}

QvSnapshots *
qv_snapshots_load(QvCall *call, GError **error)
{
    g_autoptr(QvSnapshots) snapshots = g_new0(QvSnapshots, 1);
    g_autoptr(xmlDoc) list = NULL;

    snapshots->guest = qv_call_guest(call, call->arguments[0], error);
    if (snapshots->guest == NULL)
        return NULL;
    snapshots->connection = qv_guest_connection(snapshots->guest);
    list = qv_snapshot_list(snapshots->guest, error);
    if (list != NULL)
        snapshots->records = qv_stage("snapshots", list, error);
    return snapshots->records ? g_steal_pointer(&snapshots) : NULL;
}

xmlNode *
qv_snapshots_find(QvSnapshots *snapshots, const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    xmlNode *n = qv_xml_child(qv_xml_root(snapshots->records), "record");

    for (; n != NULL; n = qv_xml_next(n, "record")) {
        if (qv_xml_is(n, "name", name))
            return n;
        g_ptr_array_add(names, qv_xml_get(n, "name"));
    }
    g_ptr_array_add(names, NULL);
    g_autofree char *nearest = qv_suggestion(name, (const char *const *)names->pdata);
    g_autofree char *list = g_strdup_printf(_("; 'qvirt snapshot list %s' lists them"),
                                            qv_guest_name(snapshots->guest));
    qv_fail(error, QV_ERROR_NOT_FOUND, _("guest '%s' has no snapshot '%.64s'%s"),
            qv_guest_name(snapshots->guest), name, *nearest ? nearest : list);
    return NULL;
}

gboolean
qv_snapshots_any(QvSnapshots *snapshots, const char *kind)
{
    xmlNode *n = qv_xml_child(qv_xml_root(snapshots->records), "record");

    while (n != NULL && !qv_xml_is(n, "kind", kind))
        n = qv_xml_next(n, "record");
    return n != NULL;
}

const char *
qv_snapshots_overlay(QvSnapshots *snapshots, const char *snapshot, xmlNode *disk, GPtrArray *made,
                     QvUndo *undo, GError **error)
{
    QvConnection *connection = snapshots->connection;
    g_autofree char *target = qv_xml_get(disk, "dev");
    g_autofree char *path = qv_xml_get(disk, "path");
    g_autofree char *format = qv_xml_get(disk, "format");
    g_autofree char *stem =
        g_strdup_printf("%s-%s.%s", qv_guest_name(snapshots->guest), target, snapshot);
    g_autofree char *name = qv_volume_name(connection, path, NULL, stem, "qcow2", undo, error);
    char *overlay =
        name ? qv_volume_overlay(connection, path, format, NULL, name, undo, error) : NULL;

    if (overlay != NULL)
        g_ptr_array_add(made, overlay);
    return overlay;
}

static gboolean
drop_unused_overlays(QvSnapshots *snapshots, xmlDoc *before, GError **error)
{
    g_autoptr(xmlDoc) after = qv_chain_of_guest(snapshots->guest, TRUE, error);
    g_autoptr(xmlDoc) own =
        after ? qv_chain_own(snapshots->guest, qv_xml_root(before), error) : NULL;
    g_autoptr(QvChainUsers) users = own ? qv_chain_users(snapshots->connection, error) : NULL;

    if (users == NULL)
        return FALSE;
    for (xmlNode *n = qv_xml_child(qv_xml_root(own), "made"); n; n = qv_xml_next(n, "made")) {
        g_autofree char *path = qv_xml_get(n, "path");
        if (qv_xml_is(n, "kind", "overlay") && qv_chain_find(qv_xml_root(after), path) == NULL &&
            qv_chain_check_alone(users, snapshots->guest, qv_xml_root(before), path, NULL))
            qv_volume_delete(snapshots->connection, path, NULL);
    }
    return TRUE;
}

void
qv_snapshots_drop(QvSnapshots *snapshots, xmlDoc *before)
{
    g_autoptr(GError) error = NULL;

    if (!drop_unused_overlays(snapshots, before, &error))
        qv_warn(_("what the guest does not need any more was not deleted: %s"), error->message);
}

static char *
time_of(xmlNode *record)
{
    g_autofree char *seconds = qv_xml_get(record, "created");
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(g_ascii_strtoll(seconds, NULL, 10));

    return time ? g_date_time_format(time, "%FT%T%z") : NULL;
}

void
qv_snapshots_add(QvRecords *records, xmlNode *record, gboolean tree)
{
    static const char *const keys[] = {"current",     "kind",  "memory",      "state", "parent",
                                       "description", "disks", "memory-file", NULL};
    g_autofree char *name = qv_xml_get(record, "name");
    g_autofree char *depth = qv_xml_get(record, "depth");
    int indent = tree ? 2 * (int)g_ascii_strtoll(depth, NULL, 10) : 0;
    g_autofree char *shown = g_strdup_printf("%*s%s", indent, "", name);
    g_autofree char *time = time_of(record);

    qv_records_add(records);
    qv_records_set(records, "name", shown);
    qv_records_set(records, "time", time);
    for (const char *const *key = keys; *key != NULL; key++) {
        g_autofree char *value = qv_xml_get(record, *key);
        if (*value != '\0')
            qv_records_set(records, *key, value);
    }
}
