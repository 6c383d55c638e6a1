/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent ip: the addresses of a guest. */
#include "cli/agent-call.h"
#include "hv/agent.h"
#include "hv/guest.h"

static const QvSetting options[] = {
    QV_AGENT_OPTIONS,
    {.name = "source",
     .value = "agent|lease|arp",
     .choices = "agent|lease|arp",
     .parse = qv_value_choice,
     .help = N_("who is asked; the first that knows an address where it is not given")},
    {.name = NULL},
};

static const QvColumn columns[] = {
    {"interface", N_("INTERFACE"), N_("its name in the guest"), QV_TEXT},
    {"mac", N_("MAC"), N_("its MAC address"), QV_TEXT},
    {"type", N_("TYPE"), N_("ipv4 or ipv6"), QV_TEXT},
    {"address", N_("ADDRESS"), N_("the address"), QV_TEXT},
    {"prefix", N_("PREFIX"), N_("the length of the network's part"), QV_NUMBER},
    {"source", N_("SOURCE"), N_("who says so: agent, lease or arp"), QV_TEXT},
    {.key = NULL},
};

static gboolean
run_agent_ip(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autofree char *source = qv_call_get(call, "source");
    g_autoptr(QvGuest) guest = qv_agent_guest(call, error);
    g_autoptr(GPtrArray) addresses =
        guest ? qv_agent_addresses(guest, source, qv_agent_timeout(call), error) : NULL;

    for (guint i = 0; addresses != NULL && i < addresses->len; i++) {
        const QvAddress *address = addresses->pdata[i];
        qv_records_add(records);
        qv_records_set(records, "interface", address->interface);
        qv_records_set(records, "mac", address->mac);
        qv_records_set(records, "type", address->type);
        qv_records_set(records, "address", address->address);
        qv_records_set_number(records, "prefix", address->prefix);
        qv_records_set(records, "source", address->source);
    }
    return addresses != NULL && qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_agent_ip = {
    .name = "agent ip",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("show the guest's addresses"),
    .flags = QV_CONNECTS | QV_GUEST_FIRST,
    .options = options,
    .columns = columns,
    .run = run_agent_ip,
};
