/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* list: shows the guests and their states. */
#include "commands/command.h"
#include "hv/guest.h"
#include "hv/stats.h"

static const QvColumn columns[] = {
    {"id", N_("ID"), N_("the number of a running guest"), QV_NUMBER, FALSE, FALSE},
    {"name", N_("NAME"), N_("the name"), QV_TEXT, FALSE, FALSE},
    {"state", N_("STATE"), N_("the state, in libvirt's words"), QV_TEXT, FALSE, FALSE},
    {"reason", N_("REASON"), N_("how it came to that state"), QV_TEXT, TRUE, FALSE},
    {"hangs", N_("HANGS"), N_("whether its QEMU does not answer"), QV_BOOLEAN, TRUE, FALSE},
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
add(QvRecords *records, const QvGuestState *state, gboolean hangs)
{
    g_autofree char *id = state->id < 0 ? NULL : g_strdup_printf("%d", state->id);

    qv_records_add(records);
    qv_records_set(records, "id", id);
    qv_records_set(records, "name", state->name);
    qv_records_set(records, "state", state->state);
    qv_records_set(records, "reason", state->reason);
    qv_records_set(records, "hangs", hangs ? "yes" : "no");
    qv_records_set(records, "uuid", state->uuid);
}

/* Guests that run and do not answer; nobody is asked where none runs. */
static GHashTable *
find_hung(QvCall *call, GPtrArray *guests)
{
    for (guint i = 0; i < guests->len; i++)
        if (!qv_guest_is_off(guests->pdata[i]))
            return qv_stats_hung(&call->session->connection);
    return g_hash_table_new(g_str_hash, g_str_equal);
}

static gboolean
run(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    QvConnection *connection = qv_call_connection(call, error);
    g_autoptr(GPtrArray) guests = NULL;
    g_autoptr(GHashTable) hung = NULL;

    if (connection == NULL)
        return FALSE;
    guests = qv_guest_list(connection, qv_call_has(call, "all"), error);
    if (guests == NULL)
        return FALSE;
    hung = find_hung(call, guests);
    for (guint i = 0; i < guests->len; i++) {
        const QvGuestState *state = guests->pdata[i];
        gboolean hangs = g_hash_table_contains(hung, state->uuid);
        add(records, state, hangs);
        if (hangs)
            qv_warn(_("guest '%s' hangs: its QEMU does not answer"), state->name);
    }
    return qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_list = {
    .name = "list",
    .summary = N_("list the guests that run, or all"),
    .flags = QV_CONNECTS,
    .options = options,
    .columns = columns,
    .run = run,
};
