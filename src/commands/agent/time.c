/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent time: shows or sets a guest's clock. */
#include "cli/agent-call.h"
#include "hv/agent.h"
#include "hv/guest.h"

static const QvSetting options[] = {
    QV_AGENT_OPTIONS,
    {.name = "sync", .parse = qv_value_text, .help = N_("set the guest's clock to this machine's")},
    {.name = NULL},
};

static const QvColumn columns[] = {
    {"time", N_("Time"), N_("the guest's clock"), QV_TIME},
    {"ahead", N_("Ahead"), N_("by how many milliseconds, of this machine's"), QV_NUMBER},
    {.key = NULL},
};

static gboolean
run_agent_time(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(QvGuest) guest = qv_agent_guest(call, error);
    guint timeout = qv_agent_timeout(call);
    gint64 now;

    if (guest == NULL ||
        (qv_call_has(call, "sync") && !qv_agent_set_time(guest, g_get_real_time(), timeout, error)))
        return FALSE;
    now = qv_agent_time(guest, timeout, error);
    if (now < 0)
        return FALSE;
    qv_records_add(records);
    qv_records_set_time(records, "time", now);
    qv_records_set_number(records, "ahead", (now - g_get_real_time()) / 1000);
    return qv_records_print_one(records, &call->output, error);
}

const QvCommand qv_cmd_agent_time = {
    .name = "agent time",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("show or set the guest's clock"),
    .flags = QV_CONNECTS | QV_GUEST_FIRST,
    .options = options,
    .columns = columns,
    .run = run_agent_time,
};
