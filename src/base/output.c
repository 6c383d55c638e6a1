/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output: records as a table or as JSON, and text that cannot harm a terminal. */
#include "base/output.h"

#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/value.h"

typedef struct Row Row;
struct Row {
    char **values; /* a value or NULL for each column */
    guint n_values;
    GPtrArray *rows; /* (element-type Row) (nullable): those below it */
    Row *above;
};

struct QvRecords {
    const QvColumn *columns;
    guint n_columns;
    GPtrArray *rows; /* (element-type Row): those below no other */
    Row *above;      /* of the next record */
    Row *newest;
    JsonObject *members; /* of the newest, beyond its columns; or NULL */
    guint next;          /* the column behind the one set last: mostly the next to be set */
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
    g_autoptr(GString) safe = NULL;
    gsize plain = 0;

    while (text[plain] >= ' ' && text[plain] < 0x7F)
        plain++;
    if (text[plain] == '\0')
        return g_strndup(text, plain);
    safe = g_string_new(NULL);
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

static guint
count(const QvColumn *columns)
{
    guint n = 0;

    while (columns[n].key != NULL)
        n++;
    return n;
}

static void
row_free(gpointer data)
{
    Row *row = data;

    for (guint i = 0; i < row->n_values; i++)
        g_free(row->values[i]);
    g_free(row->values);
    g_clear_pointer(&row->rows, g_ptr_array_unref);
    g_free(row);
}

QvRecords *
qv_records_new(const QvColumn *columns)
{
    QvRecords *records = g_new0(QvRecords, 1);

    records->columns = columns;
    records->n_columns = count(columns);
    records->rows = g_ptr_array_new_with_free_func(row_free);
    return records;
}

void
qv_records_free(QvRecords *records)
{
    g_ptr_array_unref(records->rows);
    g_clear_pointer(&records->members, json_object_unref);
    g_free(records);
}

void
qv_records_add(QvRecords *records)
{
    Row *row = g_new0(Row, 1);

    row->n_values = records->n_columns;
    row->values = g_new0(char *, row->n_values);
    row->above = records->above;
    g_ptr_array_add(row->above ? row->above->rows : records->rows, row);
    records->newest = row;
    records->next = 0;
}

void
qv_records_descend(QvRecords *records)
{
    records->above = records->newest;
    if (records->above->rows == NULL)
        records->above->rows = g_ptr_array_new_with_free_func(row_free);
}

void
qv_records_ascend(QvRecords *records)
{
    records->newest = records->above;
    records->above = records->above->above;
}

static int
index_of_column(const QvColumn *columns, const char *key)
{
    for (int i = 0; columns[i].key != NULL; i++)
        if (g_ascii_strcasecmp(columns[i].key, key) == 0)
            return i;
    return -1;
}

void
qv_records_set(QvRecords *records, const char *key, const char *value)
{
    guint column = records->next;

    for (guint i = 0; !g_str_equal(records->columns[column].key, key); i++) {
        g_return_if_fail(i < records->n_columns);
        column = (column + 1) % records->n_columns;
    }
    records->next = (column + 1) % records->n_columns;
    g_free(records->newest->values[column]);
    records->newest->values[column] = g_strdup(value);
}

void
qv_records_extend(QvRecords *records, JsonObject *members)
{
    g_clear_pointer(&records->members, json_object_unref);
    records->members = json_object_ref(members);
}

static gboolean
no_column(const QvColumn *columns, const char *option, const char *name, GError **error)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();

    for (; columns->key != NULL; columns++)
        g_ptr_array_add(keys, (gpointer)columns->key);
    g_ptr_array_add(keys, NULL);
    g_autofree char *list = g_strjoinv(",", (char **)keys->pdata);
    g_autofree char *nearest = qv_suggestion(name, (const char *const *)keys->pdata);
    return qv_fail(error, QV_ERROR_USAGE, _("%s: no column '%s' among %s%s"), option, name, list,
                   nearest);
}

/* The columns to print, as indices: those asked for, or the usual ones. */
static GArray *
chosen(const QvColumn *all, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(guint));
    g_auto(GStrv) names = how->columns ? g_strsplit(how->columns, ",", -1) : NULL;

    for (char **name = names; names != NULL && *name != NULL; name++) {
        int column = index_of_column(all, *name);
        if (column < 0) {
            no_column(all, "-o", *name, error);
            return NULL;
        }
        g_array_append_val(columns, column);
    }
    for (guint i = 0; names == NULL && all[i].key != NULL; i++)
        if (how->json ? all[i].needs <= QV_NEEDS_LITTLE
                      : !all[i].hidden || g_strcmp0(all[i].key, how->also) == 0)
            g_array_append_val(columns, i);
    return g_steal_pointer(&columns);
}

typedef struct {
    int column;
    QvType type;
    gboolean reverse;
} Order;

static GArray *
orders_of(const QvColumn *columns, const char *keys, GError **error)
{
    g_autoptr(GArray) orders = g_array_new(FALSE, FALSE, sizeof(Order));
    g_auto(GStrv) names = g_strsplit(keys ? keys : "", ",", -1);

    for (char **name = names; *name != NULL; name++) {
        const char *key = *name + (**name == '-');
        Order order = {.column = index_of_column(columns, key), .reverse = **name == '-'};
        if (order.column < 0) {
            no_column(columns, "--sort", key, error);
            return NULL;
        }
        order.type = columns[order.column].type;
        g_array_append_val(orders, order);
    }
    return g_steal_pointer(&orders);
}

gboolean
qv_columns_needs(const QvColumn *columns, const QvOutput *how, const char *sort, guint *needs,
                 GError **error)
{
    g_autoptr(GArray) readable_value = chosen(columns, how, error);
    g_autoptr(GArray) orders = readable_value ? orders_of(columns, sort, error) : NULL;

    if (orders == NULL)
        return FALSE;
    *needs = 0;
    for (guint i = 0; i < readable_value->len; i++)
        *needs |= columns[g_array_index(readable_value, guint, i)].needs;
    for (guint i = 0; i < orders->len; i++)
        *needs |= columns[g_array_index(orders, Order, i).column].needs;
    return TRUE;
}

static int
compare_by(const Order *order, const Row *a, const Row *b)
{
    const char *one = a->values[order->column], *other = b->values[order->column];
    int difference;

    if (one == NULL || other == NULL)
        return (one == NULL) - (other == NULL);
    if (order->type == QV_NUMBER || order->type == QV_SIZE) {
        gint64 x = g_ascii_strtoll(one, NULL, 10), y = g_ascii_strtoll(other, NULL, 10);
        difference = (x > y) - (x < y);
    } else
        difference = strcmp(one, other);
    return order->reverse ? -difference : difference;
}

static int
compare_output_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const Row *const *one = a, *const *other = b;
    const GArray *orders = data;

    for (guint i = 0; i < orders->len; i++) {
        int difference = compare_by(&g_array_index(orders, Order, i), *one, *other);
        if (difference != 0)
            return difference;
    }
    return 0;
}

void
qv_records_sort(QvRecords *records, const char *keys)
{
    g_autoptr(GArray) orders = orders_of(records->columns, keys, NULL);

    g_return_if_fail(orders != NULL);
    g_ptr_array_sort_with_data(records->rows, compare_output_rows, orders);
}

static void
add_json_value(JsonBuilder *builder, const QvColumn *column, const char *value)
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
add_json_members(JsonBuilder *builder, QvRecords *records, const Row *row, GArray *columns)
{
    for (guint i = 0; i < columns->len; i++) {
        guint column = g_array_index(columns, guint, i);
        add_json_value(builder, &records->columns[column], row->values[column]);
    }
}

static void
add_object(JsonBuilder *builder, QvRecords *records, const Row *row, const QvOutput *how,
           GArray *columns)
{
    json_builder_begin_object(builder);
    add_json_members(builder, records, row, columns);
    if (how->tree != NULL) {
        json_builder_set_member_name(builder, "children");
        json_builder_begin_array(builder);
        for (guint i = 0; row->rows != NULL && i < row->rows->len; i++)
            add_object(builder, records, row->rows->pdata[i], how, columns);
        json_builder_end_array(builder);
    }
    json_builder_end_object(builder);
}

/* JSON itself keeps only C0 from a terminal; what else is unsafe can only be inside its strings. */
static char *
json_of(JsonBuilder *builder, gboolean pretty)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *raw = json_to_string(root, pretty);
    g_autofree char *text = g_utf8_make_valid(raw, -1);
    g_autoptr(GString) safe = g_string_new(NULL);

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (is_unsafe(c) && c != '\n')
            g_string_append_printf(safe, "\\u%04x", c);
        else
            g_string_append_unichar(safe, c);
    }
    return g_string_free(g_steal_pointer(&safe), FALSE);
}

static void
print_json_builder(JsonBuilder *builder)
{
    g_autofree char *text = json_of(builder, TRUE);

    puts(text);
    fflush(stdout);
}

static void
print_array(QvRecords *records, const QvOutput *how, GArray *columns)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    json_builder_begin_array(builder);
    for (guint i = 0; i < records->rows->len; i++)
        add_object(builder, records, records->rows->pdata[i], how, columns);
    json_builder_end_array(builder);
    print_json_builder(builder);
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
readable_value(const QvColumn *column, const char *value)
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
        scols_line_refer_data(line, cell, readable_value(column, value));
}

static gboolean
is_aligned_right(const QvColumn *column)
{
    return column->type == QV_NUMBER || column->type == QV_DECIMAL;
}

static int
column_scols_flags(const QvColumn *column, const QvOutput *how)
{
    gboolean tree = g_strcmp0(column->key, how->tree) == 0 && !how->raw;

    return (is_aligned_right(column) ? SCOLS_FL_RIGHT : 0) | (column->wrap ? SCOLS_FL_WRAP : 0) |
           (tree ? SCOLS_FL_TREE : 0);
}

static void
add_lines(Table *table, struct libscols_line *above, QvRecords *records, GPtrArray *rows,
          GArray *columns)
{
    for (guint i = 0; rows != NULL && i < rows->len; i++) {
        const Row *row = rows->pdata[i];
        struct libscols_line *line = scols_table_new_line(table, above);
        for (guint cell = 0; cell < columns->len; cell++) {
            guint column = g_array_index(columns, guint, cell);
            set_cell(line, cell, &records->columns[column], row->values[column]);
        }
        add_lines(table, line, records, row->rows, columns);
    }
}

/* ---- plain tables ----
 *
 * libsmartcols measures each cell twice, character by character, which is half of the time that a
 * command with thousands of rows takes. Where all is ASCII and fits, drawing is no more than this.
 */

typedef struct {
    gsize width;
    gboolean right;
} Field;

/* The cells, row by row, below a row of titles; NULL for one that is empty. */
static GPtrArray *
make_table_cells(QvRecords *records, GArray *columns)
{
    GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add(cells,
                        g_strdup(_(records->columns[g_array_index(columns, guint, i)].title)));
    for (guint i = 0; i < records->rows->len; i++)
        for (guint j = 0; j < columns->len; j++) {
            guint column = g_array_index(columns, guint, j);
            const char *value = ((Row *)records->rows->pdata[i])->values[column];
            g_ptr_array_add(cells, value ? readable_value(&records->columns[column], value) : NULL);
        }
    return cells;
}

/* How wide a line is; 0 where a cell is not ASCII. */
static gsize
measure(GPtrArray *cells, Field *fields, guint n)
{
    gsize width = n - 1;

    for (guint i = 0; i < cells->len; i++) {
        const char *text = cells->pdata[i] ? cells->pdata[i] : "";
        if (!g_str_is_ascii(text))
            return 0;
        fields[i % n].width = MAX(fields[i % n].width, strlen(text));
    }
    for (guint i = 0; i < n; i++)
        width += fields[i].width;
    return width;
}

static void
add_space(GString *line, gsize n)
{
    gsize before = line->len;

    g_string_set_size(line, before + n);
    memset(line->str + before, ' ', n);
}

static void
draw_lines(GPtrArray *cells, const Field *fields, guint n, guint first)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint i = first; i < cells->len; i++) {
        const char *text = cells->pdata[i] ? cells->pdata[i] : "";
        const Field *field = &fields[i % n];
        gboolean is_last = i % n == n - 1;
        gsize space = field->width - strlen(text);
        if (field->right && (*text != '\0' || !is_last))
            add_space(line, space);
        g_string_append(line, text);
        if (!field->right && !is_last)
            add_space(line, space);
        g_string_append_c(line, is_last ? '\n' : ' ');
        if (!is_last)
            continue;
        fwrite(line->str, 1, line->len, stdout);
        g_string_truncate(line, 0);
    }
}

static gboolean
draw_plain(QvRecords *records, const QvOutput *how, GArray *columns, gsize room)
{
    guint n = columns->len;
    g_autofree Field *fields = g_new0(Field, n);
    g_autoptr(GPtrArray) cells = make_table_cells(records, columns);
    gsize width = measure(cells, fields, n);

    if (width == 0 || width > room)
        return FALSE;
    for (guint i = 0; i < n; i++)
        fields[i].right = is_aligned_right(&records->columns[g_array_index(columns, guint, i)]);
    draw_lines(cells, fields, n, how->noheadings ? n : 0);
    return TRUE;
}

static void
print_table(QvRecords *records, const QvOutput *how, GArray *columns)
{
    g_autoptr(Table) table = new_table(how);
    gsize room = scols_table_get_termforce(table) == SCOLS_TERMFORCE_NEVER
                     ? G_MAXSIZE
                     : scols_table_get_termwidth(table);

    if (how->tree == NULL && !how->raw && records->rows->len > 0 &&
        draw_plain(records, how, columns, room))
        return;
    for (guint i = 0; i < columns->len; i++) {
        const QvColumn *column = &records->columns[g_array_index(columns, guint, i)];
        scols_table_new_column(table, _(column->title), 0, column_scols_flags(column, how));
    }
    add_lines(table, NULL, records, records->rows, columns);
    scols_print_table(table);
}

gboolean
qv_records_print(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = chosen(records->columns, how, error);

    if (columns == NULL)
        return FALSE;
    if (how->json)
        print_array(records, how, columns);
    else
        print_table(records, how, columns);
    return TRUE;
}

gboolean
qv_records_print_one(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = chosen(records->columns, how, error);
    g_autoptr(JsonBuilder) builder = json_builder_new();
    const QvOutput plain = {.noheadings = TRUE, .raw = how->raw};
    g_autoptr(Table) table = new_table(&plain);

    if (columns == NULL)
        return FALSE;
    if (how->json) {
        add_object(builder, records, records->newest, how, columns);
        print_json_builder(builder);
        return TRUE;
    }
    scols_table_new_column(table, "key", 0, 0);
    scols_table_new_column(table, "value", 0, 0);
    for (guint i = 0; i < columns->len; i++) {
        guint column = g_array_index(columns, guint, i);
        const char *value = records->newest->values[column];
        if (value == NULL)
            continue;
        struct libscols_line *line = scols_table_new_line(table, NULL);
        scols_line_set_data(line, 0, _(records->columns[column].title));
        set_cell(line, 1, &records->columns[column], value);
    }
    scols_print_table(table);
    return TRUE;
}

static void
add_members(JsonBuilder *builder, JsonObject *members)
{
    g_autoptr(GList) names = json_object_get_members(members);

    for (GList *name = names; name != NULL; name = name->next) {
        json_builder_set_member_name(builder, name->data);
        json_builder_add_value(builder, json_object_dup_member(members, name->data));
    }
}

static char *
json_line(QvRecords *records, const QvOutput *how, GArray *columns)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    json_builder_begin_object(builder);
    add_json_members(builder, records, records->newest, columns);
    if (records->members != NULL && how->columns == NULL)
        add_members(builder, records->members);
    json_builder_end_object(builder);
    return json_of(builder, FALSE);
}

char *
qv_records_line(QvRecords *records, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) columns = chosen(records->columns, how, error);
    g_autoptr(GString) line = g_string_new(NULL);

    if (columns == NULL)
        return NULL;
    if (how->json)
        return json_line(records, how, columns);
    for (guint i = 0; i < columns->len; i++) {
        const char *value = records->newest->values[g_array_index(columns, guint, i)];
        g_autofree char *safe = qv_safe_text(value ? value : "", FALSE);
        g_string_append_printf(line, "%s%s", i && *safe ? "  " : "", safe);
    }
    return g_string_free(g_steal_pointer(&line), FALSE);
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
