/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* monitor: shows what happens to guests, as it happens. */
#include <glib-unix.h>

#include "commands/command.h"
#include "hv/event.h"
#include "hv/guest.h"

static const QvColumn columns[] = {
    {"time", N_("TIME"), N_("when the event came"), QV_TEXT, FALSE, FALSE},
    {"name", N_("NAME"), N_("the guest"), QV_TEXT, FALSE, FALSE},
    {"event", N_("EVENT"), N_("what happened, in libvirt's words"), QV_TEXT, FALSE, FALSE},
    {"detail", N_("DETAIL"), N_("why it happened"), QV_TEXT, FALSE, FALSE},
    {"uuid", N_("UUID"), N_("the guest's UUID"), QV_TEXT, TRUE, FALSE},
    {.key = NULL},
};

typedef struct {
    QvCall *call;
    GMainLoop *loop;
    GError *error;
} Monitor;

static void
print(const char *name, const char *uuid, const char *event, const char *detail, gpointer data)
{
    Monitor *monitor = data;
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *time = g_date_time_format(now, "%FT%T%:z");

    qv_records_add(records);
    qv_records_set(records, "time", time);
    qv_records_set(records, "name", name);
    qv_records_set(records, "event", event);
    qv_records_set(records, "detail", detail);
    qv_records_set(records, "uuid", uuid);
    if (!qv_records_print_line(records, &monitor->call->output, &monitor->error))
        g_main_loop_quit(monitor->loop);
}

static void
end(const char *reason, gpointer data)
{
    Monitor *monitor = data;

    if (monitor->error == NULL)
        qv_fail(&monitor->error, QV_ERROR_CONNECT, _("the connection is lost: %s"), reason);
    g_main_loop_quit(monitor->loop);
}

static gboolean
quit(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

static gboolean
run(QvCall *call, GError **error)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(QvGuest) guest = NULL;
    Monitor monitor = {.call = call, .loop = loop};
    QvConnection *connection = qv_event_prepare(error) ? qv_call_connection(call, error) : NULL;

    if (connection == NULL)
        return FALSE;
    if (call->arguments != NULL) {
        guest = qv_guest_find(connection, call->arguments[0], error);
        if (guest == NULL)
            return FALSE;
    }
    if (!qv_event_watch(connection, guest, print, end, &monitor, error))
        return FALSE;
    g_unix_signal_add(SIGINT, quit, loop);
    g_unix_signal_add(SIGTERM, quit, loop);
    g_main_loop_run(loop);
    if (monitor.error != NULL)
        g_propagate_error(error, monitor.error);
    return monitor.error == NULL;
}

const QvCommand qv_cmd_monitor = {
    .name = "monitor",
    .arguments = N_("[GUEST]"),
    .most = 1,
    .summary = N_("show lifecycle events as they come; Ctrl-C ends it"),
    .flags = QV_CONNECTS,
    .columns = columns,
    .run = run,
};
