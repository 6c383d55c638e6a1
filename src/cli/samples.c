/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* samples: the figures of guests as records, once or again and again. */
#include "cli/samples.h"

#include <math.h>
#include <stdio.h>

#include "base/interrupt.h"
#include "cli/usage-table.h"

const QvColumn qv_stats_columns[] = {
    {"host", N_("HOST"), N_("where the guest is"), QV_TEXT, QV_HIDDEN_COLUMN},
    {"time", N_("TIME"), N_("when it was so"), QV_TIME, QV_HIDDEN_COLUMN},
    {"name", N_("NAME"), N_("the name"), QV_TEXT},
    {"state", N_("STATE"), N_("the state, in libvirt's words"), QV_TEXT},
    {"vcpus", N_("VCPUS"), N_("virtual CPUs"), QV_NUMBER},
    {"cpu-time", N_("CPU-TIME"), N_("CPU time since the start, in seconds"), QV_DECIMAL},
    {"cpu", N_("CPU%"), N_("CPU time, in percent of one CPU of the host"), QV_DECIMAL,
     QV_HIDDEN_COLUMN},
    {"memory", N_("MEMORY"), N_("memory of the host that it occupies"), QV_SIZE},
    {"memory-max", N_("MAXIMUM"), N_("memory that it can have"), QV_SIZE},
    {"read", N_("READ"), N_("bytes read from all disks"), QV_SIZE},
    {"written", N_("WRITTEN"), N_("bytes written to all disks"), QV_SIZE},
    {"reads", N_("READS"), N_("requests to read"), QV_NUMBER, QV_HIDDEN_COLUMN},
    {"writes", N_("WRITES"), N_("requests to write"), QV_NUMBER, QV_HIDDEN_COLUMN},
    {"received", N_("RECEIVED"), N_("bytes received from all networks"), QV_SIZE},
    {"sent", N_("SENT"), N_("bytes sent to all networks"), QV_SIZE},
    {"read-rate", N_("READ/S"), N_("bytes read a second"), QV_SIZE, QV_HIDDEN_COLUMN},
    {"write-rate", N_("WRITTEN/S"), N_("bytes written a second"), QV_SIZE, QV_HIDDEN_COLUMN},
    {"reads-rate", N_("READS/S"), N_("requests to read a second"), QV_DECIMAL, QV_HIDDEN_COLUMN},
    {"writes-rate", N_("WRITES/S"), N_("requests to write a second"), QV_DECIMAL, QV_HIDDEN_COLUMN},
    {"receive-rate", N_("RECEIVED/S"), N_("bytes received a second"), QV_SIZE, QV_HIDDEN_COLUMN},
    {"send-rate", N_("SENT/S"), N_("bytes sent a second"), QV_SIZE, QV_HIDDEN_COLUMN},
    {"hangs", N_("HANGS"), N_("whether its QEMU does not answer"), QV_FLAG},
    {"uuid", N_("UUID"), N_("the UUID"), QV_TEXT, QV_HIDDEN_COLUMN, .needs = QV_SAMPLES_UUID},
    {.key = NULL},
};

/* In tenths: more would be noise. */
static double
round_to_tenths(double value)
{
    return round(value * 10) / 10;
}

/* What a sample says of a guest itself; a figure that is not known is absent. */
static void
set_own_figures(QvRecords *records, const QvFigures *own)
{
    guint64 value;

    if (qv_figures_get(own, QV_VCPUS, &value))
        qv_records_set_number(records, "vcpus", (gint64)value);
    if (qv_figures_get(own, QV_CPU_TIME, &value))
        qv_records_set_decimal(records, "cpu-time", round_to_tenths((double)value * 1e-9));
    if (qv_figures_get(own, QV_MEMORY_RESIDENT, &value))
        qv_records_set_size(records, "memory", value * 1024);
    if (qv_figures_get(own, QV_MEMORY_MAXIMUM, &value))
        qv_records_set_size(records, "memory-max", value * 1024);
}

/* The sums over all disks and all network cards. */
static void
set_device_figures(QvRecords *records, const QvSample *sample)
{
    const struct {
        const char *key;
        const GPtrArray *devices;
        guint figure;
    } sums[] = {
        {"read", sample->disks, QV_READ_BYTES},
        {"written", sample->disks, QV_WRITTEN_BYTES},
        {"received", sample->nets, QV_RECEIVED_BYTES},
        {"sent", sample->nets, QV_SENT_BYTES},
    };
    guint64 value;

    for (gsize i = 0; i < G_N_ELEMENTS(sums); i++)
        if (qv_figures_sum(sums[i].devices, sums[i].figure, &value))
            qv_records_set_size(records, sums[i].key, value);
    if (qv_figures_sum(sample->disks, QV_READ_REQUESTS, &value))
        qv_records_set_number(records, "reads", (gint64)value);
    if (qv_figures_sum(sample->disks, QV_WRITE_REQUESTS, &value))
        qv_records_set_number(records, "writes", (gint64)value);
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
        if (!isnan(sizes[i].value))
            qv_records_set_size(records, sizes[i].key, (guint64)sizes[i].value);
    qv_records_set_decimal(records, "cpu", round_to_tenths(rates->cpu));
    qv_records_set_decimal(records, "reads-rate", round_to_tenths(rates->reads));
    qv_records_set_decimal(records, "writes-rate", round_to_tenths(rates->writes));
}

void
qv_samples_add(QvRecords *records, const char *host, const QvSample *sample, const QvRates *rates,
               gint64 time)
{
    qv_records_add(records);
    qv_records_set(records, "host", host);
    qv_records_set_time(records, "time", time);
    qv_records_set(records, "name", sample->name);
    qv_records_set(records, "state", sample->state);
    set_own_figures(records, &sample->own);
    set_device_figures(records, sample);
    if (rates != NULL)
        set_rates(records, rates);
    qv_records_set_flag(records, "hangs", sample->hangs);
    qv_records_set(records, "uuid", sample->uuid);
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
fresh_rows(QvUsageTable *table, gint64 begin)
{
    GPtrArray *rows = qv_usage_table_rows(table), *fresh = g_ptr_array_new();

    for (guint i = 0; i < rows->len; i++)
        if (((QvRow *)rows->pdata[i])->sample->when >= begin)
            g_ptr_array_add(fresh, rows->pdata[i]);
    return fresh;
}

static gboolean
print_lines(QvCall *call, GPtrArray *rows, gint64 time, GError **error)
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
    gint64 time = g_get_real_time();
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
update(QvUsageTable *table, GPtrArray *answers)
{
    for (guint i = 0; i < answers->len; i++) {
        QvAnswer *answer = answers->pdata[i];
        if (answer->result != NULL)
            qv_usage_table_update(table, answer->host->name, g_steal_pointer(&answer->result));
    }
}

gboolean
qv_stats_follow(QvCall *call, guint interval, guint count, GError **error)
{
    g_autoptr(QvPoll) poll = qv_poll_new(call, TRUE, error);
    g_autoptr(QvUsageTable) table = qv_usage_table_new();
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
        update(table, answers);
        /* A rate takes two samples. */
        if (answered && last != 0) {
            g_autoptr(GPtrArray) rows = fresh_rows(table, last);
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
