/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* samples: the figures of guests as records, once or again and again. */
#include "cli/samples.h"

#include <math.h>
#include <stdio.h>

#include "base/interrupt.h"
#include "cli/usage-table.h"

const QvColumn qv_stats_columns[] = {
    {"host", N_("HOST"), N_("where the guest is"), QV_TEXT, TRUE, FALSE},
    {"time", N_("TIME"), N_("when it was so"), QV_TEXT, TRUE, FALSE},
    {"name", N_("NAME"), N_("the name"), QV_TEXT, FALSE, FALSE},
    {"state", N_("STATE"), N_("the state, in libvirt's words"), QV_TEXT, FALSE, FALSE},
    {"vcpus", N_("VCPUS"), N_("virtual CPUs"), QV_NUMBER, FALSE, FALSE},
    {"cpu-time", N_("CPU-TIME"), N_("CPU time since the start, in seconds"), QV_DECIMAL, FALSE,
     FALSE},
    {"cpu", N_("CPU%"), N_("CPU time, in percent of one CPU of the host"), QV_DECIMAL, TRUE, FALSE},
    {"memory", N_("MEMORY"), N_("memory of the host that it occupies"), QV_SIZE, FALSE, FALSE},
    {"memory-max", N_("MAXIMUM"), N_("memory that it can have"), QV_SIZE, FALSE, FALSE},
    {"read", N_("READ"), N_("bytes read from all disks"), QV_SIZE, FALSE, FALSE},
    {"written", N_("WRITTEN"), N_("bytes written to all disks"), QV_SIZE, FALSE, FALSE},
    {"reads", N_("READS"), N_("requests to read"), QV_NUMBER, TRUE, FALSE},
    {"writes", N_("WRITES"), N_("requests to write"), QV_NUMBER, TRUE, FALSE},
    {"received", N_("RECEIVED"), N_("bytes received from all networks"), QV_SIZE, FALSE, FALSE},
    {"sent", N_("SENT"), N_("bytes sent to all networks"), QV_SIZE, FALSE, FALSE},
    {"read-rate", N_("READ/S"), N_("bytes read a second"), QV_SIZE, TRUE, FALSE},
    {"write-rate", N_("WRITTEN/S"), N_("bytes written a second"), QV_SIZE, TRUE, FALSE},
    {"reads-rate", N_("READS/S"), N_("requests to read a second"), QV_DECIMAL, TRUE, FALSE},
    {"writes-rate", N_("WRITES/S"), N_("requests to write a second"), QV_DECIMAL, TRUE, FALSE},
    {"receive-rate", N_("RECEIVED/S"), N_("bytes received a second"), QV_SIZE, TRUE, FALSE},
    {"send-rate", N_("SENT/S"), N_("bytes sent a second"), QV_SIZE, TRUE, FALSE},
    {"hangs", N_("HANGS"), N_("whether its QEMU does not answer"), QV_BOOLEAN, FALSE, FALSE},
    {"uuid", N_("UUID"), N_("the UUID"), QV_TEXT, TRUE, FALSE, QV_SAMPLES_UUID},
    {.key = NULL},
};

static void
set_known_number(QvRecords *records, const char *key, gboolean known, guint64 value)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, value);

    if (known)
        qv_records_set(records, key, text);
}

static void
set_decimal(QvRecords *records, const char *key, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isnan(value))
        qv_records_set(records, key, g_ascii_formatd(text, sizeof text, "%.1f", value));
}

static void
set_sum(QvRecords *records, const char *key, const GPtrArray *devices, guint figure)
{
    guint64 value;
    gboolean known = qv_figures_sum(devices, figure, &value);

    set_known_number(records, key, known, value);
}

static void
set_rates(QvRecords *records, const QvRates *rates)
{
    const struct {
        const char *key;
        double value;
    } sizes[] = {{"read-rate", rates->read},
                 {"write-rate", rates->written},
                 {"receive-rate", rates->received},
                 {"send-rate", rates->sent}};

    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
        set_known_number(records, sizes[i].key, !isnan(sizes[i].value),
                         isnan(sizes[i].value) ? 0 : (guint64)sizes[i].value);
    set_decimal(records, "cpu", rates->cpu);
    set_decimal(records, "reads-rate", rates->reads);
    set_decimal(records, "writes-rate", rates->writes);
}

void
qv_samples_add(QvRecords *records, const char *host, const QvSample *sample, const QvRates *rates,
               const char *time)
{
    const QvFigures *own = &sample->own;
    guint64 value;
    gboolean known;

    qv_records_add(records);
    qv_records_set(records, "host", host);
    qv_records_set(records, "time", time);
    qv_records_set(records, "name", sample->name);
    qv_records_set(records, "state", sample->state);
    known = qv_figures_get(own, QV_VCPUS, &value);
    set_known_number(records, "vcpus", known, value);
    known = qv_figures_get(own, QV_CPU_TIME, &value);
    set_decimal(records, "cpu-time", known ? (double)value * 1e-9 : NAN);
    known = qv_figures_get(own, QV_MEMORY_RESIDENT, &value);
    set_known_number(records, "memory", known, value * 1024);
    known = qv_figures_get(own, QV_MEMORY_MAXIMUM, &value);
    set_known_number(records, "memory-max", known, value * 1024);
    set_sum(records, "read", sample->disks, QV_READ_BYTES);
    set_sum(records, "written", sample->disks, QV_WRITTEN_BYTES);
    set_sum(records, "reads", sample->disks, QV_READ_REQUESTS);
    set_sum(records, "writes", sample->disks, QV_WRITE_REQUESTS);
    set_sum(records, "received", sample->nets, QV_RECEIVED_BYTES);
    set_sum(records, "sent", sample->nets, QV_SENT_BYTES);
    if (rates != NULL)
        set_rates(records, rates);
    qv_records_set(records, "hangs", sample->hangs ? "yes" : "no");
    qv_records_set(records, "uuid", sample->uuid);
}

char *
qv_time_now(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();

    return g_date_time_format(now, "%FT%T%:z");
}

gboolean
qv_samples_check(QvPoll *poll, GPtrArray *answers, GError **error)
{
    if (!qv_poll_answered(answers))
        return qv_answers_check(answers, error);
    return qv_select_check(qv_poll_select(poll), answers, error);
}

GPtrArray *
qv_samples_take(QvCall *call, QvPoll *poll)
{
    GPtrArray *answers = qv_poll_take(poll, qv_call_has(call, "all"));

    qv_select_tell(qv_poll_select(poll));
    return answers;
}

void
qv_samples_tell_news(GPtrArray *answers)
{
    for (guint i = 0; i < answers->len; i++) {
        const QvAnswer *answer = answers->pdata[i];
        g_autoptr(GError) fault = answer->error ? qv_answer_fault(answer) : NULL;
        if (fault != NULL && answer->is_news)
            qv_warn("%s", fault->message);
    }
}

/* A host alone is lost by its connection only; anything else that it says is final. */
static gboolean
is_connection_lost(GPtrArray *answers)
{
    const QvAnswer *answer = answers->pdata[0];

    return answers->len > 1 || answer->error == NULL ||
           g_error_matches(answer->error, QV_ERROR, QV_ERROR_CONNECT);
}

/* What people see of guests that are followed, in place of the totals. */
#define RATES                                                                                      \
    "time,name,state,cpu,memory,read-rate,write-rate,reads-rate,writes-rate,receive-rate,"         \
    "send-rate,hangs"

/* What hosts said since @begin; they come and go, and each has its own time. */
static GPtrArray *
fresh_rows(QvUsageTable *board, gint64 begin)
{
    GPtrArray *rows = qv_usage_table_rows(board), *fresh = g_ptr_array_new();

    for (guint i = 0; i < rows->len; i++)
        if (((QvRow *)rows->pdata[i])->sample->when >= begin)
            g_ptr_array_add(fresh, rows->pdata[i]);
    return fresh;
}

static gboolean
print_lines(QvCall *call, GPtrArray *rows, const char *time, GError **error)
{
    for (guint i = 0; i < rows->len; i++) {
        const QvRow *row = rows->pdata[i];
        g_autoptr(QvRecords) records = qv_records_new(qv_stats_columns);
        qv_samples_add(records, row->host, row->sample, &row->rates, time);
        if (!qv_records_print_line(records, &call->output, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
print_rates(QvCall *call, GPtrArray *rows, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(qv_stats_columns);
    g_autofree char *time = qv_time_now();
    QvOutput output = call->output;

    if (output.json)
        return print_lines(call, rows, time, error);
    if (output.columns == NULL)
        output.columns = call->hosts->len > 1 ? "host," RATES : RATES;
    for (guint i = 0; i < rows->len; i++) {
        const QvRow *row = rows->pdata[i];
        qv_samples_add(records, row->host, row->sample, &row->rates, time);
    }
    if (!qv_records_print(records, &output, error))
        return FALSE;
    puts("");
    fflush(stdout);
    return TRUE;
}

gboolean
qv_sleep_until(gint64 end)
{
    gint64 rest;

    while (qv_interrupt_check(NULL) && (rest = end - g_get_monotonic_time()) > 0)
        qv_interrupt_sleep((guint)MIN(100, rest / 1000 + 1));
    return qv_interrupt_check(NULL);
}

static void
update(QvUsageTable *board, GPtrArray *answers)
{
    for (guint i = 0; i < answers->len; i++) {
        QvAnswer *answer = answers->pdata[i];
        if (answer->result != NULL)
            qv_usage_table_update(board, answer->host->name, g_steal_pointer(&answer->result));
    }
}

gboolean
qv_stats_follow(QvCall *call, guint interval, guint count, GError **error)
{
    g_autoptr(QvPoll) poll = qv_poll_new(call, TRUE, error);
    g_autoptr(QvUsageTable) board = qv_usage_table_new();
    gint64 last = 0; /* when the samples before were taken; 0 for none */

    if (poll == NULL)
        return FALSE;
    qv_interrupt_catch();
    for (guint printed = 0; count == 0 || printed < count;) {
        gint64 now = g_get_monotonic_time();
        g_autoptr(GPtrArray) answers = qv_samples_take(call, poll);
        gboolean answered = qv_poll_answered(answers);
        if (!qv_interrupt_check(NULL))
            return TRUE;
        if ((last == 0 && !qv_samples_check(poll, answers, error)) ||
            (!is_connection_lost(answers) && !qv_answers_check(answers, error)))
            return FALSE;
        qv_samples_tell_news(answers);
        update(board, answers);
        /* A rate takes two samples. */
        if (answered && last != 0) {
            g_autoptr(GPtrArray) rows = fresh_rows(board, last);
            if (!print_rates(call, rows, error))
                return FALSE;
            printed++;
        }
        if (answered)
            last = g_get_monotonic_time();
        /* What cannot be printed is main's to report. */
        if (ferror(stdout) || (printed == count && count > 0) ||
            !qv_sleep_until(now + (gint64)interval * G_TIME_SPAN_MILLISECOND))
            return TRUE;
    }
    return TRUE;
}
