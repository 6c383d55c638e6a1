/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* usage-table: guests over time: rates between samples, their history, and an order to show them
 * in. */
#include "cli/usage-table.h"

#include <math.h>
#include <string.h>

struct QvUsageTable {
    GHashTable *guests; /* (element-type QvRow): known by host and UUID */
    GPtrArray *rows;    /* those that are shown */
    guint updates;
    QvOrder order;
    gboolean reverse;
    char *filter;          /* case-folded */
    const QvRow *selected; /* or NULL */
    int place;             /* where the selected row was last */
};

static double
per_second(gboolean known, guint64 before, guint64 now, gint64 microseconds)
{
    /* A guest that was started anew counts from nothing. */
    if (!known || now < before || microseconds <= 0)
        return NAN;
    return (double)(now - before) * G_TIME_SPAN_SECOND / (double)microseconds;
}

static double
rate_of(const QvSample *before, const QvSample *now, QvGuestFigure figure)
{
    guint64 a = 0, b = 0;
    gboolean known =
        before && qv_figures_get(&before->own, figure, &a) && qv_figures_get(&now->own, figure, &b);

    return per_second(known, a, b, before ? now->when - before->when : 0);
}

static double
rate_of_devices(const GPtrArray *before, const GPtrArray *now, guint figure, gint64 microseconds)
{
    guint64 a = 0, b = 0;
    gboolean known = before && before->len == now->len && qv_figures_sum(before, figure, &a) &&
                     qv_figures_sum(now, figure, &b);

    return per_second(known, a, b, microseconds);
}

void
qv_rates(const QvSample *before, const QvSample *now, QvRates *rates)
{
    gint64 time = before ? now->when - before->when : 0;
    const GPtrArray *disks = before ? before->disks : NULL, *nets = before ? before->nets : NULL;

    /* Nanoseconds of a second, in percent. */
    rates->cpu = rate_of(before, now, QV_CPU_TIME) * 1e-7;
    rates->read = rate_of_devices(disks, now->disks, QV_READ_BYTES, time);
    rates->written = rate_of_devices(disks, now->disks, QV_WRITTEN_BYTES, time);
    rates->reads = rate_of_devices(disks, now->disks, QV_READ_REQUESTS, time);
    rates->writes = rate_of_devices(disks, now->disks, QV_WRITE_REQUESTS, time);
    rates->received = rate_of_devices(nets, now->nets, QV_RECEIVED_BYTES, time);
    rates->sent = rate_of_devices(nets, now->nets, QV_SENT_BYTES, time);
}

static void
free_row(gpointer data)
{
    QvRow *row = data;

    qv_sample_free(row->sample);
    g_free(row->host);
    g_free(row);
}

static guint
hash_row(gconstpointer row)
{
    return g_str_hash(((const QvRow *)row)->sample->uuid);
}

static gboolean
is_same_guest(gconstpointer a, gconstpointer b)
{
    const QvRow *one = a, *other = b;

    return g_str_equal(one->sample->uuid, other->sample->uuid) &&
           g_str_equal(one->host, other->host);
}

QvUsageTable *
qv_usage_table_new(void)
{
    QvUsageTable *table = g_new0(QvUsageTable, 1);

    table->guests = g_hash_table_new_full(hash_row, is_same_guest, free_row, NULL);
    table->rows = g_ptr_array_new();
    return table;
}

void
qv_usage_table_free(QvUsageTable *table)
{
    g_hash_table_unref(table->guests);
    g_ptr_array_unref(table->rows);
    g_free(table->filter);
    g_free(table);
}

/* ---- order ---- */

/* What is not known comes last, whichever way round. */
static int
largest_first(double a, double b, gboolean reverse)
{
    if (isnan(a) || isnan(b))
        return !!isnan(a) - !!isnan(b);
    return reverse ? (a > b) - (a < b) : (a < b) - (a > b);
}

static double
sum(double a, double b)
{
    return isnan(a) ? b : isnan(b) ? a : a + b;
}

static double
key_of(const QvRow *row, QvOrder order)
{
    guint64 memory;

    switch (order) {
    case QV_BY_CPU:
        return row->rates.cpu;
    case QV_BY_MEMORY:
        return qv_figures_get(&row->sample->own, QV_MEMORY_RESIDENT, &memory) ? (double)memory
                                                                              : NAN;
    case QV_BY_DISK:
        return sum(row->rates.read, row->rates.written);
    case QV_BY_NET:
        return sum(row->rates.received, row->rates.sent);
    default:
        return 0;
    }
}

static int
compare_board_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const QvUsageTable *table = data;
    const QvRow *one = *(const QvRow *const *)a, *other = *(const QvRow *const *)b;
    int order =
        largest_first(key_of(one, table->order), key_of(other, table->order), table->reverse);
    int names = strcmp(one->sample->name, other->sample->name);

    if (names == 0)
        names = strcmp(one->host, other->host);
    if (order == 0)
        return table->order == QV_BY_NAME && table->reverse ? -names : names;
    return order;
}

static gboolean
row_matches_filter(const QvUsageTable *table, const QvRow *row)
{
    g_autofree char *name = table->filter ? g_utf8_casefold(row->sample->name, -1) : NULL;

    return name == NULL || strstr(name, table->filter) != NULL;
}

static void
arrange(QvUsageTable *table)
{
    GHashTableIter iter;
    gpointer row;

    g_ptr_array_set_size(table->rows, 0);
    g_hash_table_iter_init(&iter, table->guests);
    while (g_hash_table_iter_next(&iter, &row, NULL))
        if (row_matches_filter(table, row))
            g_ptr_array_add(table->rows, row);
    g_ptr_array_sort_with_data(table->rows, compare_board_rows, table);
}

/* ---- change ---- */

static void
remember_row_cpu(QvRow *row)
{
    memmove(row->history, row->history + 1, sizeof row->history - sizeof *row->history);
    row->history[QV_HISTORY - 1] = (float)row->rates.cpu;
}

static QvRow *
add_board_row(QvUsageTable *table, const char *host, QvSample *sample)
{
    QvRow *row = g_new0(QvRow, 1);

    row->host = g_strdup(host);
    row->sample = sample;
    for (guint i = 0; i < QV_HISTORY; i++)
        row->history[i] = NAN;
    g_hash_table_add(table->guests, row);
    return row;
}

static void
update_one(QvUsageTable *table, const char *host, QvSample *sample)
{
    QvRow known = {.host = (char *)host, .sample = sample};
    QvRow *row = g_hash_table_lookup(table->guests, &known);

    qv_rates(row ? row->sample : NULL, sample, &known.rates);
    if (row == NULL)
        row = add_board_row(table, host, sample);
    else
        qv_sample_free(row->sample);
    row->sample = sample;
    row->rates = known.rates;
    row->seen = table->updates;
    remember_row_cpu(row);
}

static void
remove_gone(QvUsageTable *table, const char *host)
{
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, table->guests);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        const QvRow *row = key;
        if (row->seen == table->updates || !g_str_equal(row->host, host))
            continue;
        if (table->selected == row)
            table->selected = NULL;
        g_hash_table_iter_remove(&iter);
    }
}

void
qv_usage_table_update(QvUsageTable *table, const char *host, GPtrArray *samples)
{
    table->updates++;
    g_ptr_array_set_free_func(samples, NULL);
    for (guint i = 0; i < samples->len; i++)
        update_one(table, host, samples->pdata[i]);
    g_ptr_array_unref(samples);
    remove_gone(table, host);
    arrange(table);
}

void
qv_usage_table_sort(QvUsageTable *table, QvOrder order, gboolean reverse)
{
    table->order = order;
    table->reverse = reverse;
    arrange(table);
}

void
qv_usage_table_filter(QvUsageTable *table, const char *text)
{
    g_free(table->filter);
    table->filter = text ? g_utf8_casefold(text, -1) : NULL;
    arrange(table);
}

GPtrArray *
qv_usage_table_rows(QvUsageTable *table)
{
    return table->rows;
}

int
qv_usage_table_selected(QvUsageTable *table)
{
    int last = (int)table->rows->len - 1;

    for (int i = 0; table->selected != NULL && i <= last; i++)
        if (table->rows->pdata[i] == table->selected)
            return table->place = i;
    return table->place = CLAMP(table->place, MIN(last, 0), last);
}

void
qv_usage_table_move(QvUsageTable *table, int by)
{
    int last = (int)table->rows->len - 1;
    int place = CLAMP(qv_usage_table_selected(table) + by, 0, MAX(last, 0));

    if (last < 0)
        return;
    table->place = place;
    table->selected = table->rows->pdata[place];
}
