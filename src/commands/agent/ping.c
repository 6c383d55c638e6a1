/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent ping: asks whether a guest's agent answers. */
#include "cli/agent-call.h"
#include "hv/agent.h"
#include "hv/guest.h"

static const QvColumn columns[] = {
    {"name", N_("Name"), N_("the guest"), QV_TEXT},
    {"answers", N_("Answers"), N_("whether the agent does"), QV_FLAG},
    {"milliseconds", N_("Milliseconds"), N_("until it did"), QV_NUMBER},
    {.key = NULL},
};

static gboolean
run_agent_ping(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(QvGuest) guest = qv_agent_guest(call, error);
    gint64 start = g_get_monotonic_time();

    if (guest == NULL || !qv_agent_ping(guest, qv_agent_timeout(call), error))
        return FALSE;
    qv_records_add(records);
    qv_records_set(records, "name", qv_guest_name(guest));
    qv_records_set_flag(records, "answers", TRUE);
    qv_records_set_number(records, "milliseconds", (g_get_monotonic_time() - start) / 1000);
    return qv_records_print_one(records, &call->output, error);
}

const QvCommand qv_cmd_agent_ping = {
    .name = "agent ping",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("ask whether the agent answers"),
    .flags = QV_CONNECTS | QV_GUEST_FIRST,
    .options = qv_agent_options,
    .columns = columns,
    .run = run_agent_ping,
};
