/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* list: shows the guests and their states. */
#include "commands/command.h"
#include "hv/guest.h"

static const QvColumn columns[] = {
    {"id", N_("ID"), N_("the number of a running guest"), QV_NUMBER, FALSE, FALSE},
    {"name", N_("NAME"), N_("the name"), QV_TEXT, FALSE, FALSE},
    {"state", N_("STATE"), N_("the state, in libvirt's words"), QV_TEXT, FALSE, FALSE},
    {"reason", N_("REASON"), N_("how it came to that state"), QV_TEXT, TRUE, FALSE},
    {"uuid", N_("UUID"), N_("the UUID"), QV_TEXT, TRUE, FALSE},
    {.key = NULL},
};

static const QvSetting options[] = {
    {.name = "all",
     .letter = 'a',
     .parse = qv_value_text,
     .help = N_("also the guests that do not run")},
    {.name = NULL},
};

static void
add(QvRecords *records, const QvGuestState *state)
{
    g_autofree char *id = state->id < 0 ? NULL : g_strdup_printf("%d", state->id);

    qv_records_add(records);
    qv_records_set(records, "id", id);
    qv_records_set(records, "name", state->name);
    qv_records_set(records, "state", state->state);
    qv_records_set(records, "reason", state->reason);
    qv_records_set(records, "uuid", state->uuid);
}

static gboolean
run(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    QvConnection *connection = qv_call_connection(call, error);
    g_autoptr(GPtrArray) guests = NULL;

    if (connection == NULL)
        return FALSE;
    guests = qv_guest_list(connection, qv_call_has(call, "all"), error);
    for (guint i = 0; guests != NULL && i < guests->len; i++)
        add(records, guests->pdata[i]);
    return guests != NULL && qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_list = {
    .name = "list",
    .summary = N_("list the guests that run, or all"),
    .flags = QV_CONNECTS,
    .options = options,
    .columns = columns,
    .run = run,
};
