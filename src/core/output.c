/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output: records as a table or as JSON, and text that cannot harm a terminal. */
#include "core/output.h"

#include <json-glib/json-glib.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/error.h"
#include "core/suggest.h"
#include "core/value.h"

struct QvRecords {
    const QvColumn *columns;
    guint n_columns;
    GPtrArray *rows; /* (element-type GPtrArray): a row has a value or NULL for each column */
    guint next;      /* the column behind the one set last: mostly the next to be set */
};

typedef struct libscols_table Table;
static void
table_free(Table *table)
{
    scols_unref_table(table);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

static gboolean
is_unsafe(gunichar c)
{
    return g_unichar_iscntrl(c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C;
}

char *
qv_safe_text(const char *text, gboolean keep_lines)
{
    g_autoptr(GString) safe = g_string_new(NULL);
    gsize plain = 0;

    while (text[plain] >= ' ' && text[plain] < 0x7F)
        plain++;
    g_string_append_len(safe, text, (gssize)plain);
    text += plain;
    while (*text != '\0') {
        gunichar c = g_utf8_get_char_validated(text, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(safe, "\\x%02X", (guchar)*text++);
            continue;
        }
        if (!is_unsafe(c) || (c == '\n' && keep_lines))
            g_string_append_unichar(safe, c);
        else
            g_string_append_printf(safe, c < 0x100 ? "\\x%02X" : "\\u{%04X}", c);
        text = g_utf8_next_char(text);
    }
    return g_string_free(g_steal_pointer(&safe), FALSE);
}

QvRecords *
qv_records_new(const QvColumn *columns)
{
    QvRecords *records = g_new0(QvRecords, 1);

    records->columns = columns;
    while (columns[records->n_columns].key != NULL)
        records->n_columns++;
    records->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    return records;
}

void
qv_records_free(QvRecords *records)
{
    g_ptr_array_unref(records->rows);
    g_free(records);
}

void
qv_records_add(QvRecords *records)
{
    GPtrArray *row = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_set_size(row, (gint)records->n_columns);
    g_ptr_array_add(records->rows, row);
    records->next = 0;
}

static const char *
value_of(QvRecords *records, guint row, guint column)
{
    GPtrArray *values = records->rows->pdata[row];

    return values->pdata[column];
}

static int
index_of(QvRecords *records, const char *key)
{
    for (guint i = 0; i < records->n_columns; i++)
        if (g_ascii_strcasecmp(records->columns[i].key, key) == 0)
            return (int)i;
    return -1;
}

void
qv_records_set(QvRecords *records, const char *key, const char *value)
{
    gboolean in_turn =
        records->next < records->n_columns && g_str_equal(records->columns[records->next].key, key);
    int column = in_turn ? (int)records->next : index_of(records, key);
    GPtrArray *row = records->rows->pdata[records->rows->len - 1];

    g_return_if_fail(column >= 0);
    records->next = (guint)column + 1;
    g_free(row->pdata[column]);
    row->pdata[column] = g_strdup(value);
}

static gboolean
no_column(QvRecords *records, const char *name, GError **error)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();

    for (guint i = 0; i <= records->n_columns; i++)
        g_ptr_array_add(keys, (gpointer)records->columns[i].key);
    g_autofree char *list = g_strjoinv(",", (char **)keys->pdata);
    g_autofree char *nearest = qv_suggestion(name, (const char *const *)keys->pdata);
    return qv_fail(error, QV_ERROR_USAGE, _("-o: no column '%s' among %s%s"), name, list, nearest);
}

/* The columns to print, as indices: those asked for, or the usual ones. */
static GArray *
chosen(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(guint));
    g_auto(GStrv) names = how->columns ? g_strsplit(how->columns, ",", -1) : NULL;

    for (char **name = names; names != NULL && *name != NULL; name++) {
        int column = index_of(records, *name);
        if (column < 0) {
            no_column(records, *name, error);
            return NULL;
        }
        g_array_append_val(columns, column);
    }
    for (guint i = 0; names == NULL && i < records->n_columns; i++)
        if (!records->columns[i].hidden || how->json)
            g_array_append_val(columns, i);
    return g_steal_pointer(&columns);
}

static void
add_value(JsonBuilder *builder, const QvColumn *column, const char *value)
{
    g_autofree char *utf8 = value ? g_utf8_make_valid(value, -1) : NULL;

    json_builder_set_member_name(builder, column->key);
    if (value == NULL)
        json_builder_add_null_value(builder);
    else if (column->type == QV_NUMBER || column->type == QV_SIZE)
        json_builder_add_int_value(builder, g_ascii_strtoll(value, NULL, 10));
    else if (column->type == QV_DECIMAL)
        json_builder_add_double_value(builder, g_ascii_strtod(value, NULL));
    else if (column->type == QV_BOOLEAN)
        json_builder_add_boolean_value(builder, g_str_equal(value, "yes"));
    else
        json_builder_add_string_value(builder, utf8);
}

static void
add_object(JsonBuilder *builder, QvRecords *records, guint row, GArray *columns)
{
    json_builder_begin_object(builder);
    for (guint i = 0; i < columns->len; i++) {
        guint column = g_array_index(columns, guint, i);
        add_value(builder, &records->columns[column], value_of(records, row, column));
    }
    json_builder_end_object(builder);
}

static void
print_json(JsonBuilder *builder, gboolean pretty)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, pretty);

    puts(text);
    fflush(stdout);
}

static void
print_array(QvRecords *records, GArray *columns)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    json_builder_begin_array(builder);
    for (guint row = 0; row < records->rows->len; row++)
        add_object(builder, records, row, columns);
    json_builder_end_array(builder);
    print_json(builder, TRUE);
}

static Table *
new_table(const QvOutput *how)
{
    Table *table = scols_new_table();

    scols_table_enable_raw(table, how->raw);
    scols_table_enable_noheadings(table, how->noheadings);
    /* qv_safe_text() has left nothing to encode. */
    scols_table_enable_noencoding(table, 1);
    if (!isatty(STDOUT_FILENO) && g_getenv("COLUMNS") == NULL)
        scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
    return table;
}

/* A value as people read it. */
static char *
shown(const QvColumn *column, const char *value)
{
    if (column->type == QV_SIZE)
        return qv_size_format(g_ascii_strtoull(value, NULL, 10));
    return qv_safe_text(value, FALSE);
}

static void
set_cell(struct libscols_line *line, guint cell, const QvColumn *column, const char *value)
{
    /* The line frees it. */
    if (value != NULL)
        scols_line_refer_data(line, cell, shown(column, value));
}

static gboolean
is_aligned_right(const QvColumn *column)
{
    return column->type == QV_NUMBER || column->type == QV_DECIMAL;
}

static void
print_table(QvRecords *records, const QvOutput *how, GArray *columns)
{
    g_autoptr(Table) table = new_table(how);

    for (guint i = 0; i < columns->len; i++) {
        const QvColumn *column = &records->columns[g_array_index(columns, guint, i)];
        scols_table_new_column(table, _(column->title), 0,
                               (is_aligned_right(column) ? SCOLS_FL_RIGHT : 0) |
                                   (column->wrap ? SCOLS_FL_WRAP : 0));
    }
    for (guint row = 0; row < records->rows->len; row++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);
        for (guint i = 0; i < columns->len; i++)
            set_cell(line, i, &records->columns[g_array_index(columns, guint, i)],
                     value_of(records, row, g_array_index(columns, guint, i)));
    }
    scols_print_table(table);
}

gboolean
qv_records_print(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = chosen(records, how, error);

    if (columns == NULL)
        return FALSE;
    if (how->json)
        print_array(records, columns);
    else
        print_table(records, how, columns);
    return TRUE;
}

gboolean
qv_records_print_one(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = chosen(records, how, error);
    g_autoptr(JsonBuilder) builder = json_builder_new();
    const QvOutput plain = {.noheadings = TRUE, .raw = how->raw};
    g_autoptr(Table) table = new_table(&plain);

    if (columns == NULL)
        return FALSE;
    if (how->json) {
        add_object(builder, records, records->rows->len - 1, columns);
        print_json(builder, TRUE);
        return TRUE;
    }
    scols_table_new_column(table, "key", 0, 0);
    scols_table_new_column(table, "value", 0, 0);
    for (guint i = 0; i < columns->len; i++) {
        guint column = g_array_index(columns, guint, i);
        const char *value = value_of(records, records->rows->len - 1, column);
        if (value == NULL)
            continue;
        struct libscols_line *line = scols_table_new_line(table, NULL);
        scols_line_set_data(line, 0, _(records->columns[column].title));
        set_cell(line, 1, &records->columns[column], value);
    }
    scols_print_table(table);
    return TRUE;
}

gboolean
qv_records_print_line(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = chosen(records, how, error);
    g_autoptr(JsonBuilder) builder = json_builder_new();
    guint row = records->rows->len - 1;

    if (columns == NULL)
        return FALSE;
    if (how->json) {
        add_object(builder, records, row, columns);
        print_json(builder, FALSE);
        return TRUE;
    }
    for (guint i = 0; i < columns->len; i++) {
        const char *value = value_of(records, row, g_array_index(columns, guint, i));
        g_autofree char *safe = qv_safe_text(value ? value : "", FALSE);
        printf("%s%s", i && *safe ? "  " : "", safe);
    }
    puts("");
    fflush(stdout);
    return TRUE;
}
