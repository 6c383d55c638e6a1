/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent-call: what the commands to a guest's agent share. */
#include "cli/agent-call.h"

#include "base/interrupt.h"

const QvSetting qv_agent_options[] = {
    QV_AGENT_OPTIONS,
    {.name = NULL},
};

const QvColumn qv_agent_count_columns[] = {
    {"filesystems", N_("File systems"), N_("how many were frozen or thawed"), QV_NUMBER},
    {.key = NULL},
};

QvGuest *
qv_agent_guest(QvCall *call, GError **error)
{
    QvGuest *guest = qv_call_guest(call, call->arguments[0], error);

    qv_interrupt_catch();
    return guest;
}

guint
qv_agent_timeout(QvCall *call)
{
    return qv_call_number(call, "timeout", 5);
}

GStrv
qv_agent_rest(QvCall *call)
{
    return call->arguments[1] ? call->arguments + 1 : NULL;
}

gboolean
qv_agent_print_count(QvCall *call, int count, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(qv_agent_count_columns);

    if (count < 0)
        return FALSE;
    qv_records_add(records);
    qv_records_set_number(records, "filesystems", count);
    return qv_records_print_one(records, &call->output, error);
}
