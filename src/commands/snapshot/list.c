/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot list: a guest's snapshots. */
#include "base/records-xml.h"
#include "cli/snapshots.h"

static const QvSetting options[] = {
    {.name = "tree",
     .parse = qv_value_text,
     .help = N_("show which grew out of which; \"children\" in JSON")},
    {.name = NULL},
};

/* Each record is followed by those that grew out of it, which lie one deeper. */
static void
add_snapshot_rows(QvRecords *records, xmlNode *record, gboolean tree)
{
    guint64 depth = 0;

    for (; record != NULL; record = qv_xml_next(record, "record")) {
        g_autofree char *text = qv_xml_get(record, "depth");
        guint64 own = tree ? g_ascii_strtoull(text, NULL, 10) : 0;
        for (; depth < own; depth++)
            qv_records_descend(records);
        for (; depth > own; depth--)
            qv_records_ascend(records);
        qv_records_add(records);
        qv_records_set_node(records, record);
    }
}

static gboolean
run_snapshot_list(QvCall *call, GError **error)
{
    g_autoptr(QvSnapshots) snapshots = qv_snapshots_load(call, error);
    g_autoptr(QvRecords) records = qv_records_new(qv_snapshot_columns);
    gboolean tree = qv_call_has(call, "tree");

    if (snapshots == NULL)
        return FALSE;
    call->output.tree = tree ? "name" : NULL;
    add_snapshot_rows(records, qv_xml_child(qv_xml_root(snapshots->records), "record"), tree);
    return qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_snapshot_list = {
    .name = "snapshot list",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("list a guest's snapshots"),
    .flags = QV_CONNECTS,
    .options = options,
    .columns = qv_snapshot_columns,
    .run = run_snapshot_list,
};
