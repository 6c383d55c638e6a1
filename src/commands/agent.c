/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent: the first word of the commands to the agent inside of a guest. */
#include "cli/call.h"

extern const QvCommand qv_cmd_agent_ping, qv_cmd_agent_info, qv_cmd_agent_ip, qv_cmd_agent_fsfreeze,
    qv_cmd_agent_fsthaw, qv_cmd_agent_time, qv_cmd_agent_users, qv_cmd_agent_exec;

static const QvCommand *const commands[] = {
    &qv_cmd_agent_ping,     &qv_cmd_agent_info,   &qv_cmd_agent_ip,
    &qv_cmd_agent_fsfreeze, &qv_cmd_agent_fsthaw, &qv_cmd_agent_time,
    &qv_cmd_agent_users,    &qv_cmd_agent_exec,   NULL,
};

const QvCommand qv_cmd_agent = {
    .name = "agent",
    .arguments = N_("GUEST COMMAND"),
    .summary = N_("ask the agent inside of a guest, as for its addresses"),
    .flags = QV_GUEST_FIRST,
    .commands = commands,
};
