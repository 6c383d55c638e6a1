/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* commands: the list of all commands, in the order of --help. */
#include "commands/command.h"

extern const QvCommand qv_cmd_presets, qv_cmd_options, qv_cmd_facts, qv_cmd_define, qv_cmd_explain,
    qv_cmd_start, qv_cmd_stop, qv_cmd_list, qv_cmd_info, qv_cmd_monitor, qv_cmd_delete,
    qv_cmd_snapshot, qv_cmd_clone, qv_cmd_promote, qv_cmd_remove_volume, qv_cmd_batch,
    qv_cmd_self_test;

const QvCommand *const qv_commands[] = {
    &qv_cmd_presets, &qv_cmd_options,       &qv_cmd_facts,
    &qv_cmd_define,  &qv_cmd_explain,       &qv_cmd_start,
    &qv_cmd_stop,    &qv_cmd_list,          &qv_cmd_info,
    &qv_cmd_monitor, &qv_cmd_clone,         &qv_cmd_snapshot,
    &qv_cmd_promote, &qv_cmd_remove_volume, &qv_cmd_delete,
    &qv_cmd_batch,   &qv_cmd_self_test,     NULL,
};
