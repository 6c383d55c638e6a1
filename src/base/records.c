/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* records: what a command found, a value for each of its columns. */
#include "base/records.h"

#include <math.h>

static void
record_free(const QvRecords *records, QvRecord *record)
{
    for (guint i = 0; i < records->n_columns; i++)
        qv_cell_clear(&record->cells[i], &records->columns[i]);
    for (guint i = 0; record->below != NULL && i < record->below->len; i++)
        record_free(records, record->below->pdata[i]);
    g_clear_pointer(&record->below, g_ptr_array_unref);
    g_free(record->cells);
    g_free(record);
}

QvRecords *
qv_records_new(const QvColumn *columns)
{
    QvRecords *records = g_new0(QvRecords, 1);

    records->columns = columns;
    while (columns[records->n_columns].key != NULL)
        records->n_columns++;
    records->rows = g_ptr_array_new();
    return records;
}

void
qv_records_free(QvRecords *records)
{
    for (guint i = 0; i < records->rows->len; i++)
        record_free(records, records->rows->pdata[i]);
    g_ptr_array_unref(records->rows);
    g_free(records);
}

void
qv_records_add(QvRecords *records)
{
    QvRecord *record = g_new0(QvRecord, 1);

    record->cells = g_new0(QvCell, records->n_columns);
    record->above = records->above;
    g_ptr_array_add(record->above ? record->above->below : records->rows, record);
    records->newest = record;
    records->next = 0;
}

void
qv_records_descend(QvRecords *records)
{
    records->above = records->newest;
    if (records->above->below == NULL)
        records->above->below = g_ptr_array_new();
}

void
qv_records_ascend(QvRecords *records)
{
    records->newest = records->above;
    records->above = records->above->above;
}

/* The cell of column @key in the newest record, now empty; NULL for a mistake in the program. */
static QvCell *
claim_cell(QvRecords *records, const char *key, QvType type)
{
    guint column = records->next;

    for (guint i = 0; !g_str_equal(records->columns[column].key, key); i++) {
        g_return_val_if_fail(i < records->n_columns, NULL);
        column = (column + 1) % records->n_columns;
    }
    g_return_val_if_fail(records->columns[column].type == type, NULL);
    records->next = (column + 1) % records->n_columns;
    qv_cell_clear(&records->newest->cells[column], &records->columns[column]);
    return &records->newest->cells[column];
}

static void
put_cell(QvRecords *records, const char *key, QvType type, QvCell value)
{
    QvCell *cell = claim_cell(records, key, type);

    g_return_if_fail(cell != NULL);
    *cell = value;
    cell->is_set = TRUE;
}

void
qv_records_set(QvRecords *records, const char *key, const char *value)
{
    if (value != NULL)
        put_cell(records, key, QV_TEXT, (QvCell){.text = g_strdup(value)});
    else
        claim_cell(records, key, QV_TEXT);
}

void
qv_records_set_number(QvRecords *records, const char *key, gint64 value)
{
    put_cell(records, key, QV_NUMBER, (QvCell){.number = value});
}

void
qv_records_set_decimal(QvRecords *records, const char *key, double value)
{
    if (!isnan(value))
        put_cell(records, key, QV_DECIMAL, (QvCell){.decimal = value});
}

void
qv_records_set_size(QvRecords *records, const char *key, guint64 bytes)
{
    put_cell(records, key, QV_SIZE, (QvCell){.number = (gint64)bytes});
}

void
qv_records_set_flag(QvRecords *records, const char *key, gboolean value)
{
    put_cell(records, key, QV_FLAG, (QvCell){.number = value != FALSE});
}

void
qv_records_set_time(QvRecords *records, const char *key, gint64 microseconds)
{
    put_cell(records, key, QV_TIME, (QvCell){.number = microseconds});
}

void
qv_records_set_list(QvRecords *records, const char *key, JsonArray *value)
{
    JsonNode *node = json_node_init_array(json_node_alloc(), value);

    put_cell(records, key, QV_LIST, (QvCell){.json = node});
}

void
qv_records_set_map(QvRecords *records, const char *key, JsonObject *value)
{
    JsonNode *node = json_node_init_object(json_node_alloc(), value);

    put_cell(records, key, QV_MAP, (QvCell){.json = node});
}

typedef struct {
    const QvColumn *columns;
    GArray *orders; /* (element-type QvColumnOrder) */
} Sorting;

static int
compare_records(gconstpointer a, gconstpointer b, gpointer data)
{
    const QvRecord *const *one = a, *const *other = b;
    const Sorting *sorting = data;

    for (guint i = 0; i < sorting->orders->len; i++) {
        const QvColumnOrder *order = &g_array_index(sorting->orders, QvColumnOrder, i);
        int difference =
            qv_cell_compare(&(*one)->cells[order->column], &(*other)->cells[order->column],
                            &sorting->columns[order->column], order->reverse);
        if (difference != 0)
            return difference;
    }
    return 0;
}

void
qv_records_sort(QvRecords *records, const char *keys)
{
    g_autoptr(GArray) orders = qv_columns_orders(records->columns, keys, NULL);
    Sorting sorting = {.columns = records->columns, .orders = orders};

    g_return_if_fail(orders != NULL);
    g_ptr_array_sort_with_data(records->rows, compare_records, &sorting);
}
