/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* monitor: shows what happens to guests, as it happens. */
#include <glib-unix.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/event-filter.h"
#include "cli/hook.h"
#include "cli/select.h"
#include "hv/event/stream.h"

static const QvColumn columns[] = {
    {"time", N_("TIME"), N_("when the event came"), QV_TEXT, FALSE, FALSE},
    {"name", N_("NAME"), N_("the guest"), QV_TEXT, FALSE, FALSE},
    {"event", N_("EVENT"), N_("what happened, in libvirt's words"), QV_TEXT, FALSE, FALSE},
    {"detail", N_("DETAIL"), N_("how or why it happened"), QV_TEXT, FALSE, FALSE},
    {"kind", N_("KIND"), N_("the kind of event"), QV_TEXT, TRUE, FALSE},
    {"object", N_("OBJECT"), N_("what it happened to"), QV_TEXT, TRUE, FALSE},
    {"uuid", N_("UUID"), N_("the guest's UUID"), QV_TEXT, TRUE, FALSE},
    {"host", N_("HOST"), N_("the host, shown where there are several"), QV_TEXT, TRUE, FALSE},
    {.key = NULL},
};

static const QvColumn kind_columns[] = {
    {"object", N_("OBJECT"), N_("what it happens to"), QV_TEXT, FALSE, FALSE},
    {"kind", N_("KIND"), N_("as --event takes it"), QV_TEXT, FALSE, FALSE},
    {"meaning", N_("MEANING"), N_("what happens"), QV_TEXT, FALSE, FALSE},
    {.key = NULL},
};

static const QvSetting options[] = {
    {.name = "event",
     .letter = 'e',
     .value = N_("KIND,…"),
     .parse = qv_value_text,
     .help = N_("only these: kinds of --events, or started, stopped, …, or globs")},
    {.name = "events", .parse = qv_value_text, .help = N_("list the kinds of events, and end")},
    {.name = "objects",
     .value = N_("LIST"),
     .parse = qv_value_text,
     .help = N_("of guests, networks, pools, devices, secrets, or all; of guests where it is not "
                "given")},
    {.name = "exec",
     .value = N_("COMMAND"),
     .parse = qv_value_text,
     .help = N_("run this for each event, with the event as JSON on its standard input")},
    {.name = "exec-timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_count,
     .help = N_("kill the command after that time; 10 where it is not given")},
    {.name = "once", .parse = qv_value_text, .help = N_("end after one event")},
    {.name = "count",
     .value = "N",
     .parse = qv_value_count,
     .help = N_("end after that many events")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("end after that time")},
    {.name = "no-reconnect",
     .parse = qv_value_text,
     .help = N_("end with an error when the connection is lost")},
    {.name = NULL},
};

typedef struct {
    QvCall *call;
    GMainLoop *loop;
    QvEventFilter *filter;
    QvSelect *select;
    QvHook *hook;
    guint wanted, seen, seconds;
    guint timer;
    gboolean done, interrupted;
    GError *error;
} Monitor;

/* The events of one of the monitor's hosts. */
typedef struct {
    Monitor *monitor;
    QvHost *host;
    QvStream *follow;
} Source;

static void
stop_monitor(Monitor *monitor)
{
    monitor->done = TRUE;
    g_main_loop_quit(monitor->loop);
}

static char *
iso_time(gint64 microseconds)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(microseconds / G_USEC_PER_SEC);
    g_autoptr(GDateTime) local = g_date_time_to_local(utc);
    g_autofree char *seconds = g_date_time_format(local, "%FT%T");
    g_autofree char *zone = g_date_time_format(local, "%:z");

    return g_strdup_printf("%s.%03d%s", seconds, (int)(microseconds / 1000 % 1000), zone);
}

static QvRecords *
record_of(const QvEvent *event, const char *host)
{
    QvRecords *records = qv_records_new(columns);
    g_autofree char *time = iso_time(event->time);

    qv_records_add(records);
    qv_records_set(records, "time", time);
    qv_records_set(records, "name", event->name);
    qv_records_set(records, "event", event->event);
    qv_records_set(records, "detail", event->detail);
    qv_records_set(records, "kind", event->kind);
    qv_records_set(records, "object", event->object);
    qv_records_set(records, "uuid", event->uuid);
    qv_records_set(records, "host", host);
    qv_records_extend(records, event->fields);
    return records;
}

static gboolean
print_event(const Source *source, const QvEvent *event)
{
    static const QvOutput json = {.json = TRUE};
    Monitor *monitor = source->monitor;
    g_autoptr(QvRecords) records = record_of(event, source->host->name);

    if (!qv_records_print_line(records, &monitor->call->output, &monitor->error) || ferror(stdout))
        return FALSE;
    if (monitor->hook != NULL) {
        g_autofree char *line = qv_records_line(records, &json, NULL);
        qv_hook_run(monitor->hook, line);
    }
    return TRUE;
}

/* Networks and the like are not selected. */
static gboolean
is_event_wanted(const Source *source, const QvEvent *event)
{
    const Monitor *monitor = source->monitor;

    return qv_event_filter_wants(monitor->filter, event) &&
           (!g_str_equal(event->object, "guest") ||
            qv_select_matches(monitor->select, event->name, event->uuid, -1, source->host->name));
}

static void
take_event(QvEvent *taken, gpointer data)
{
    g_autoptr(QvEvent) event = taken;
    Source *source = data;
    Monitor *monitor = source->monitor;
    gboolean own = g_str_equal(event->kind, "connection");

    /* The host's is the one that was lost. */
    if (own)
        g_clear_pointer(&source->host->connection, qv_disconnect);
    if (monitor->done)
        return;
    if (!is_event_wanted(source, event)) {
        if (own)
            qv_warn("%s: %s", event->event, event->detail);
        return;
    }
    if (!print_event(source, event) || (!own && ++monitor->seen == monitor->wanted))
        stop_monitor(monitor);
}

static void
end_monitor_source(const GError *error, gpointer data)
{
    const Source *source = data;
    Monitor *monitor = source->monitor;

    if (monitor->error == NULL)
        monitor->error = g_error_copy(error);
    stop_monitor(monitor);
}

static gboolean
interrupt(gpointer data)
{
    Monitor *monitor = data;

    monitor->interrupted = TRUE;
    stop_monitor(monitor);
    return G_SOURCE_CONTINUE;
}

static gboolean
time_is_over(gpointer data)
{
    Monitor *monitor = data;

    monitor->timer = 0;
    if (monitor->wanted > 0)
        qv_fail(&monitor->error, QV_ERROR_TIMEOUT, _("%u of %u events came in %u seconds"),
                monitor->seen, monitor->wanted, monitor->seconds);
    stop_monitor(monitor);
    return G_SOURCE_REMOVE;
}

/* What was begun for the last events may end, each within its own time. */
static void
finish_hook(Monitor *monitor)
{
    while (monitor->hook != NULL && qv_hook_is_busy(monitor->hook) && !monitor->interrupted)
        g_main_context_iteration(NULL, TRUE);
}

static void
source_free(gpointer data)
{
    Source *source = data;

    g_clear_pointer(&source->follow, qv_stream_free);
    g_free(source);
}

/* Follows every host of the call. */
static GPtrArray *
follow_all(Monitor *monitor, QvObjects objects, GError **error)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(source_free);
    GPtrArray *hosts = monitor->call->hosts;
    gboolean reconnect = !qv_call_has(monitor->call, "no-reconnect");

    for (guint i = 0; i < hosts->len; i++) {
        Source *source = g_new0(Source, 1);
        g_ptr_array_add(sources, source);
        source->monitor = monitor;
        source->host = hosts->pdata[i];
        source->follow = qv_stream_new(source->host->connection, objects, reconnect, take_event,
                                       end_monitor_source, source, error);
        if (source->follow == NULL)
            return NULL;
    }
    return g_steal_pointer(&sources);
}

static gboolean
watch_sources(Monitor *monitor, QvObjects objects, GError **error)
{
    QvCall *call = monitor->call;
    g_autoptr(GMainLoop) loop = monitor->loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GPtrArray) sources = follow_all(monitor, objects, error);
    guint signals[2];

    if (sources == NULL)
        return FALSE;
    signals[0] = g_unix_signal_add(SIGINT, interrupt, monitor);
    signals[1] = g_unix_signal_add(SIGTERM, interrupt, monitor);
    if (qv_call_has(call, "timeout"))
        monitor->timer = g_timeout_add_seconds(monitor->seconds, time_is_over, monitor);
    g_main_loop_run(loop);
    g_clear_handle_id(&monitor->timer, g_source_remove);
    finish_hook(monitor);
    g_source_remove(signals[0]);
    g_source_remove(signals[1]);
    if (monitor->error != NULL)
        g_propagate_error(error, monitor->error);
    return monitor->error == NULL;
}

static gboolean
list_kinds(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(kind_columns);
    const QvEventKind *kind;

    for (guint i = 0; (kind = qv_event_kind(i)) != NULL; i++) {
        qv_records_add(records);
        qv_records_set(records, "object", qv_event_object(kind->object));
        qv_records_set(records, "kind", kind->name);
        qv_records_set(records, "meaning", _(kind->help));
    }
    qv_records_add(records);
    qv_records_set(records, "object", "monitor");
    qv_records_set(records, "kind", "connection");
    qv_records_set(records, "meaning", _("the connection was lost, or is there again"));
    return qv_records_print(records, &call->output, error);
}

/* Finds a wrong column before there is an event to show. */
static gboolean
check_event_columns(QvCall *call, GError **error)
{
    g_autoptr(QvEvent) none = qv_event_new("", "", "", NULL, NULL, NULL);
    g_autoptr(QvRecords) records = record_of(none, NULL);
    g_autofree char *line = qv_records_line(records, &call->output, error);

    return line != NULL;
}

static gboolean
prepare_monitor(Monitor *monitor, QvObjects *objects, GError **error)
{
    QvCall *call = monitor->call;
    g_autofree char *list = qv_call_get(call, "objects");
    g_autofree char *events = qv_call_get(call, "event");
    g_autofree char *command = qv_call_get(call, "exec");

    if (qv_call_has(call, "once") && qv_call_has(call, "count"))
        return qv_fail(error, QV_ERROR_USAGE, _("--once is --count 1: give one of them"));
    monitor->wanted = qv_call_number(call, "count", qv_call_has(call, "once") ? 1 : 0);
    monitor->seconds = qv_call_number(call, "timeout", 0);
    *objects = qv_event_filter_objects(list, error);
    if (*objects == 0 ||
        (events != NULL && !qv_event_filter_events(monitor->filter, events, error)) ||
        !check_event_columns(call, error))
        return FALSE;
    if (command != NULL)
        monitor->hook = qv_hook_new(command, qv_call_number(call, "exec-timeout", 10), error);
    return command == NULL || monitor->hook != NULL;
}

static gboolean
connect_all(QvCall *call, GError **error)
{
    for (guint i = 0; i < call->hosts->len; i++)
        if (qv_host_connect(call->hosts->pdata[i], error) == NULL)
            return FALSE;
    return TRUE;
}

static gpointer
ask_followed(QvHost *host, gpointer data, GError **error)
{
    static const QvSelectAsk ask = {.all = TRUE, .details = QV_DETAIL_STATE};

    return qv_select_on(data, host->connection, host->name, &ask, error);
}

static gboolean
choose_guests(Monitor *monitor, GError **error)
{
    if (qv_select_is_all(monitor->select))
        return TRUE;
    g_autoptr(GPtrArray) answers = qv_hosts_ask(monitor->call->hosts, ask_followed, monitor->select,
                                                (GDestroyNotify)qv_selected_free);
    qv_select_tell(monitor->select);
    return qv_answers_check(answers, error) && qv_select_follow(monitor->select, answers, error);
}

static gboolean
run_monitor(QvCall *call, GError **error)
{
    g_autoptr(QvEventFilter) filter = qv_event_filter_new();
    g_autoptr(QvSelect) select = NULL;
    Monitor monitor = {.call = call, .filter = filter};
    QvObjects objects = (QvObjects)0;
    gboolean done;

    if (qv_call_has(call, "events"))
        return list_kinds(call, error);
    select = monitor.select = qv_select_of_call(call, error);
    done = select != NULL && prepare_monitor(&monitor, &objects, error) &&
           qv_event_prepare(error) && connect_all(call, error) && choose_guests(&monitor, error) &&
           watch_sources(&monitor, objects, error);
    g_clear_pointer(&monitor.hook, qv_hook_free);
    return done;
}

const QvCommand qv_cmd_monitor = {
    .name = "monitor",
    .arguments = N_("[GUEST…]"),
    .most = G_MAXUINT,
    .summary = N_("show events as they come; Ctrl-C ends it"),
    .details =
        N_("A GUEST is a name, a UUID or an id of a guest that is there, or a pattern, which also "
           "means guests to come. With a filter, those are followed that pass it at the start. "
           "When the daemon is lost, an event 'disconnected' says so; after "
           "'reconnected' follows what became of the guests meanwhile. With --timeout and --count "
           "the exit status is 7 when fewer events came; the monitor's own two are not counted. "
           "At most 8 of the --exec commands run at once, and 1000 wait."),
    .flags = QV_CONNECTS | QV_FILTERS,
    .options = options,
    .columns = columns,
    .run = run_monitor,
};
