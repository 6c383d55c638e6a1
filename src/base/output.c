/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output: prints records, as a table or as JSON. */
#include "base/output.h"

#include <stdio.h>

#include "base/json.h"
#include "base/table.h"

static JsonNode *json_of_rows(const QvRecords *records, GPtrArray *rows, const QvOutput *how,
                              const GArray *columns);

static JsonNode *
json_of_record(const QvRecords *records, const QvRecord *record, const QvOutput *how,
               const GArray *columns)
{
    g_autoptr(JsonObject) object = json_object_new();

    for (guint i = 0; i < columns->len; i++) {
        guint index = g_array_index(columns, guint, i);
        const QvColumn *column = &records->columns[index];
        json_object_set_member(object, column->key, qv_cell_json(&record->cells[index], column));
    }
    if (how->tree != NULL)
        json_object_set_member(object, "children",
                               json_of_rows(records, record->below, how, columns));
    return json_node_init_object(json_node_alloc(), object);
}

static JsonNode *
json_of_rows(const QvRecords *records, GPtrArray *rows, const QvOutput *how, const GArray *columns)
{
    g_autoptr(JsonArray) array = json_array_new();

    for (guint i = 0; rows != NULL && i < rows->len; i++)
        json_array_add_element(array, json_of_record(records, rows->pdata[i], how, columns));
    return json_node_init_array(json_node_alloc(), array);
}

static void
print_json(JsonNode *node)
{
    g_autofree char *text = qv_json_write(node, TRUE);

    puts(text);
    fflush(stdout);
}

gboolean
qv_records_print(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = qv_columns_chosen(records->columns, how, error);

    if (columns == NULL)
        return FALSE;
    if (!how->json) {
        qv_table_print(records, how, columns);
        return TRUE;
    }
    g_autoptr(JsonNode) array = json_of_rows(records, records->rows, how, columns);
    print_json(array);
    return TRUE;
}

gboolean
qv_records_print_one(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = qv_columns_chosen(records->columns, how, error);

    if (columns == NULL)
        return FALSE;
    if (!how->json) {
        qv_table_print_one(records, how, columns);
        return TRUE;
    }
    g_autoptr(JsonNode) object = json_of_record(records, records->newest, how, columns);
    print_json(object);
    return TRUE;
}

static char *
plain_line(const QvRecords *records, const GArray *columns)
{
    GString *line = g_string_new(NULL);

    for (guint i = 0; i < columns->len; i++) {
        guint index = g_array_index(columns, guint, i);
        g_autofree char *text =
            qv_cell_text(&records->newest->cells[index], &records->columns[index]);
        if (text != NULL)
            g_string_append_printf(line, "%s%s", line->len && *text ? "  " : "", text);
    }
    return g_string_free(line, FALSE);
}

char *
qv_records_line(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = qv_columns_chosen(records->columns, how, error);

    if (columns == NULL)
        return NULL;
    if (!how->json)
        return plain_line(records, columns);
    g_autoptr(JsonNode) object = json_of_record(records, records->newest, how, columns);
    return qv_json_write(object, FALSE);
}

gboolean
qv_records_print_line(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autofree char *line = qv_records_line(records, how, error);

    if (line == NULL)
        return FALSE;
    puts(line);
    fflush(stdout);
    return TRUE;
}
