/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stats: figures of guests, once, again and again, or for Prometheus. */
#include "cli/samples.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/interrupt.h"
#include "cli/openmetrics.h"
#include "cli/serve.h"

#define OPENMETRICS "application/openmetrics-text; version=1.0.0; charset=utf-8"

static const QvSetting options[] = {
    {.name = "all",
     .letter = 'a',
     .parse = qv_value_text,
     .help = N_("also the guests that do not run")},
    {.name = "every",
     .value = N_("SECONDS"),
     .parse = qv_value_interval,
     .help = N_("print rates, again and again")},
    {.name = "count",
     .value = "N",
     .parse = qv_value_count,
     .help = N_("with --every: how often; until Ctrl-C where it is not given")},
    {.name = "openmetrics",
     .parse = qv_value_text,
     .help = N_("print the text that Prometheus reads")},
    {.name = "output-file",
     .value = N_("FILE"),
     .parse = qv_value_text,
     .help = N_("with --openmetrics: replace this file as a whole, for a textfile collector")},
    {.name = "listen",
     .value = N_("ADDRESS:PORT"),
     .parse = qv_value_text,
     .help = N_("serve it over HTTP at /metrics; port 0 takes any and prints which")},
    {.name = "listen-anywhere",
     .parse = qv_value_text,
     .help = N_("permit --listen at an address that other machines reach")},
    {.name = NULL},
};

/* ---- for Prometheus ---- */

typedef struct {
    QvCall *call;
    QvPoll *poll;
} Source;

static char *
metrics_of(GPtrArray *answers)
{
    g_autoptr(GArray) hosts = g_array_new(FALSE, FALSE, sizeof(QvHostSamples));

    for (guint i = 0; i < answers->len; i++) {
        const QvAnswer *answer = answers->pdata[i];
        const QvHostSamples host = {answer->host->name, answer->result};
        g_array_append_val(hosts, host);
    }
    return qv_openmetrics(hosts);
}

/* What a client gets; that no host answers is one host's fault. */
static char *
make_metrics(gpointer data, GError **error)
{
    Source *source = data;
    g_autoptr(GPtrArray) answers = qv_samples_take(source->call, source->poll);

    if (qv_poll_answered(answers))
        return metrics_of(answers);
    g_propagate_error(error, qv_answer_fault(answers->pdata[0]));
    return NULL;
}

/* As a whole, readable for the collector, whatever the umask. A device would be replaced too. */
static gboolean
write_metrics_file(const char *path, const char *text, GError **error)
{
    mode_t before;
    gboolean done;

    if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return qv_fail(error, QV_ERROR_USAGE, _("--output-file: %s is not a file"), path);
    before = umask(022);
    done = g_file_set_contents_full(
        path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);

    umask(before);
    return done;
}

static gboolean
write_metrics(QvCall *call, GPtrArray *answers, GError **error)
{
    g_autofree char *path = qv_call_get(call, "output-file");
    g_autofree char *text = metrics_of(answers);

    if (path != NULL)
        return write_metrics_file(path, text, error);
    fputs(text, stdout);
    return TRUE;
}

/* Once hosts have answered, the file goes on to say which of them do. */
static gboolean export(QvCall *call, QvPoll *poll, GError **error)
{
    guint interval = qv_call_number(call, "every", 0);
    guint count = qv_call_number(call, "count", interval ? G_MAXUINT : 1);

    qv_interrupt_catch();
    for (guint i = 0; i < count; i++) {
        gint64 now = g_get_monotonic_time();
        g_autoptr(GPtrArray) answers = qv_samples_take(call, poll);
        if (!qv_interrupt_check(NULL))
            return TRUE;
        if ((i == 0 && !qv_samples_check(poll, answers, error)) ||
            !write_metrics(call, answers, error))
            return FALSE;
        if (interval == 0)
            return qv_answers_check(answers, error);
        qv_samples_tell_news(answers);
        if (i + 1 < count && !qv_sleep_until(now + (gint64)interval * G_TIME_SPAN_MILLISECOND))
            return TRUE;
    }
    return TRUE;
}

static void
say_url(const char *url)
{
    qv_say(_("serving %s"), url);
}

/* A client is answered in seconds, so the hosts are connected before there is one. */
static gboolean
serve_metrics(QvCall *call, QvPoll *poll, const char *address, GError **error)
{
    Source source = {.call = call, .poll = poll};
    g_autoptr(GPtrArray) answers = qv_samples_take(call, poll);

    if (!qv_samples_check(poll, answers, error))
        return FALSE;
    qv_samples_tell_news(answers);
    return qv_serve(address, "/metrics", OPENMETRICS, make_metrics, say_url, &source, error);
}

/* ---- the command ---- */

static gboolean
check_stats_options(QvCall *call, GError **error)
{
    static const char *const pairs[][2] = {
        {"count", "every"}, {"output-file", "openmetrics"}, {"listen-anywhere", "listen"}};
    g_autofree char *listen = qv_call_get(call, "listen");

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (qv_call_has(call, pairs[i][0]) && !qv_call_has(call, pairs[i][1]))
            return qv_fail(error, QV_ERROR_USAGE, _("stats: --%s needs --%s"), pairs[i][0],
                           pairs[i][1]);
    if (qv_call_has(call, "openmetrics") && call->output.json)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("stats: --openmetrics and --json exclude each other"));
    if (qv_call_has(call, "openmetrics") && qv_call_has(call, "every") &&
        !qv_call_has(call, "output-file"))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("stats: --openmetrics is one document; with --every it needs "
                         "--output-file"));
    return listen == NULL || qv_serve_address(listen, qv_call_has(call, "listen-anywhere"), error);
}

/* Totals. */
static gboolean
print_once(QvCall *call, QvPoll *poll, GError **error)
{
    g_autoptr(GPtrArray) answers = qv_samples_take(call, poll);
    g_autoptr(QvRecords) records = qv_records_new(qv_stats_columns);
    g_autofree char *time = qv_time_now();

    if (!qv_samples_check(poll, answers, error))
        return FALSE;
    for (guint i = 0; i < answers->len; i++) {
        const QvAnswer *answer = answers->pdata[i];
        GPtrArray *samples = answer->result;
        for (guint j = 0; samples != NULL && j < samples->len; j++)
            qv_samples_add(records, answer->host->name, samples->pdata[j], NULL, time);
    }
    return qv_records_print(records, &call->output, error) && qv_answers_check(answers, error);
}

static gboolean
run_stats(QvCall *call, GError **error)
{
    g_autofree char *listen = qv_call_get(call, "listen");
    gboolean metrics = listen != NULL || qv_call_has(call, "openmetrics");
    guint interval = qv_call_number(call, "every", 0), needs;
    g_autoptr(QvPoll) poll = NULL;

    if (!check_stats_options(call, error) ||
        !qv_columns_needs(qv_stats_columns, &call->output, NULL, &needs, error))
        return FALSE;
    if (interval > 0 && !metrics)
        return qv_stats_follow(call, interval, qv_call_number(call, "count", 0), error);
    poll = qv_poll_new(call, metrics || needs & QV_SAMPLES_UUID, error);
    if (poll == NULL)
        return FALSE;
    if (listen != NULL)
        return serve_metrics(call, poll, listen, error);
    return metrics ? export(call, poll, error) : print_once(call, poll, error);
}

const QvCommand qv_cmd_stats = {
    .name = "stats",
    .arguments = N_("[GUEST…]"),
    .most = G_MAXUINT,
    .summary = N_("show what guests use: totals once, or rates with --every"),
    .details =
        N_("A guest is named as anywhere, or by a pattern as 'web-*'. With a name or a filter, "
           "guests that are off are shown too. One whose QEMU does not answer is marked as "
           "hanging; the\nothers do not wait for it."),
    .flags = QV_CONNECTS | QV_FILTERS,
    .options = options,
    .columns = qv_stats_columns,
    .run = run_stats,
};
