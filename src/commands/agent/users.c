/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent users: who is logged in at a guest. */
#include "cli/agent-call.h"
#include "hv/agent.h"
#include "hv/guest.h"

static const QvColumn columns[] = {
    {"user", N_("USER"), N_("who is logged in"), QV_TEXT},
    {"domain", N_("DOMAIN"), N_("the domain of a Windows user"), QV_TEXT},
    {"since", N_("SINCE"), N_("since when"), QV_TIME},
    {.key = NULL},
};

/* The agent's facts are user.0.name and so on, those of one user behind each other. */
static gboolean
run_agent_users(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(QvGuest) guest = qv_agent_guest(call, error);
    g_autoptr(GPtrArray) facts =
        guest ? qv_agent_info(guest, TRUE, qv_agent_timeout(call), error) : NULL;

    for (guint i = 0; facts != NULL && i < facts->len; i++) {
        const QvFact *fact = facts->pdata[i];
        if (g_str_has_suffix(fact->key, ".name")) {
            qv_records_add(records);
            qv_records_set(records, "user", fact->value);
        } else if (g_str_has_suffix(fact->key, ".domain"))
            qv_records_set(records, "domain", fact->value);
        else if (g_str_has_suffix(fact->key, ".login-time"))
            qv_records_set_time(records, "since", g_ascii_strtoll(fact->value, NULL, 10) * 1000);
    }
    return facts != NULL && qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_agent_users = {
    .name = "agent users",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("show who is logged in"),
    .flags = QV_CONNECTS | QV_GUEST_FIRST,
    .options = qv_agent_options,
    .columns = columns,
    .run = run_agent_users,
};
