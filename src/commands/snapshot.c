/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot: the first word of the commands about snapshots. */
#include "cli/call.h"

extern const QvCommand qv_cmd_snapshot_create, qv_cmd_snapshot_list, qv_cmd_snapshot_info,
    qv_cmd_snapshot_revert, qv_cmd_snapshot_delete;

static const QvCommand *const commands[] = {
    &qv_cmd_snapshot_create, &qv_cmd_snapshot_list,   &qv_cmd_snapshot_info,
    &qv_cmd_snapshot_revert, &qv_cmd_snapshot_delete, NULL,
};

const QvCommand qv_cmd_snapshot = {
    .name = "snapshot",
    .arguments = N_("COMMAND"),
    .summary =
        N_("keep states of a guest, and go back to them: create, list, info, revert, delete"),
    .commands = commands,
};
