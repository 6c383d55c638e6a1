/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot list: a guest's snapshots. */
#include "cli/snapshots.h"

static const QvSetting options[] = {
    {.name = "tree", .parse = qv_value_text, .help = N_("show which grew out of which")},
    {.name = NULL},
};

static gboolean
run_snapshot_list(QvCall *call, GError **error)
{
    g_autoptr(QvSnapshots) snapshots = qv_snapshots_load(call, error);
    g_autoptr(QvRecords) records = qv_records_new(qv_snapshot_columns);
    gboolean tree = qv_call_has(call, "tree") && !call->output.json;

    if (snapshots == NULL)
        return FALSE;
    xmlNode *n = qv_xml_child(qv_xml_root(snapshots->records), "record");
    for (; n != NULL; n = qv_xml_next(n, "record"))
        qv_snapshots_add(records, n, tree);
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
