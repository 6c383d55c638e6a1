/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent info: what a guest's agent knows of it. */
#include "cli/agent-call.h"
#include "hv/agent.h"
#include "hv/guest.h"

static const QvColumn columns[] = {
    {"key", N_("KEY"), N_("what it is, in libvirt's words"), QV_TEXT},
    {"value", N_("VALUE"), N_("what the agent says"), QV_TEXT},
    {.key = NULL},
};

static gboolean
run_agent_info(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(QvGuest) guest = qv_agent_guest(call, error);
    g_autoptr(GPtrArray) facts =
        guest ? qv_agent_info(guest, FALSE, qv_agent_timeout(call), error) : NULL;

    for (guint i = 0; facts != NULL && i < facts->len; i++) {
        const QvFact *fact = facts->pdata[i];
        qv_records_add(records);
        qv_records_set(records, "key", fact->key);
        qv_records_set(records, "value", fact->value);
    }
    return facts != NULL && qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_agent_info = {
    .name = "agent info",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("show what the agent knows: system, disks, interfaces, …"),
    .flags = QV_CONNECTS | QV_GUEST_FIRST,
    .options = qv_agent_options,
    .columns = columns,
    .run = run_agent_info,
};
