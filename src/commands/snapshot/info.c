/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot info: what a snapshot keeps. */
#include "base/records-xml.h"
#include "cli/snapshots.h"

static gboolean
run_snapshot_info(QvCall *call, GError **error)
{
    g_autoptr(QvSnapshots) snapshots = qv_snapshots_load(call, error);
    g_autoptr(QvRecords) records = qv_records_new(qv_snapshot_columns);
    xmlNode *record = snapshots ? qv_snapshots_find(snapshots, call->arguments[1], error) : NULL;

    if (record == NULL)
        return FALSE;
    qv_records_add(records);
    qv_records_set_node(records, record);
    return qv_records_print_one(records, &call->output, error);
}

const QvCommand qv_cmd_snapshot_info = {
    .name = "snapshot info",
    .arguments = N_("GUEST SNAPSHOT"),
    .least = 2,
    .most = 2,
    .summary = N_("show what a snapshot keeps"),
    .flags = QV_CONNECTS,
    .columns = qv_snapshot_columns,
    .run = run_snapshot_info,
};
