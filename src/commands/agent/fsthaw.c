/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent fsthaw: thaws a guest's file systems. */
#include "cli/agent-call.h"
#include "hv/agent.h"
#include "hv/guest.h"

static gboolean
run_agent_fsthaw(QvCall *call, GError **error)
{
    g_autoptr(QvGuest) guest = qv_agent_guest(call, error);

    return guest != NULL &&
           qv_agent_print_count(
               call, qv_agent_thaw(guest, qv_agent_rest(call), qv_agent_timeout(call), error),
               error);
}

const QvCommand qv_cmd_agent_fsthaw = {
    .name = "agent fsthaw",
    .arguments = N_("GUEST [MOUNTPOINT…]"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("thaw its file systems, or those of some mount points"),
    .flags = QV_CONNECTS | QV_GUEST_FIRST,
    .options = qv_agent_options,
    .columns = qv_agent_count_columns,
    .run = run_agent_fsthaw,
};
