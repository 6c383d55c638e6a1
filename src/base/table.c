/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table: records as people read them. */
#include "base/table.h"

#include <libsmartcols.h>
#include <unistd.h>

#include "base/error.h"
#include "base/wrap.h"

#define NARROWEST 12 /* columns that a text which is broken has at least */

typedef struct libscols_table Table;
static void
table_free(Table *table)
{
    scols_unref_table(table);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

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

static int
scols_flags(const QvColumn *column, const QvOutput *how)
{
    gboolean right =
        column->type == QV_NUMBER || column->type == QV_DECIMAL || column->type == QV_SIZE;
    gboolean tree = g_strcmp0(column->key, how->tree) == 0 && !how->raw;

    return (right ? SCOLS_FL_RIGHT : 0) | (column->flags & QV_WRAP ? SCOLS_FL_WRAP : 0) |
           (tree ? SCOLS_FL_TREE : 0);
}

static void
add_lines(Table *table, struct libscols_line *above, const QvRecords *records, GPtrArray *rows,
          const GArray *columns)
{
    for (guint i = 0; rows != NULL && i < rows->len; i++) {
        const QvRecord *record = rows->pdata[i];
        struct libscols_line *line = scols_table_new_line(table, above);
        for (guint cell = 0; cell < columns->len; cell++) {
            guint column = g_array_index(columns, guint, cell);
            /* The line frees it. */
            scols_line_refer_data(line, cell,
                                  qv_cell_text(&record->cells[column], &records->columns[column]));
        }
        add_lines(table, line, records, record->below, columns);
    }
}

static const char *
text_at(Table *table, gsize line, gsize column)
{
    struct libscols_cell *cell = scols_line_get_cell(scols_table_get_line(table, line), column);
    const char *text = cell ? scols_cell_get_data(cell) : NULL;

    return text ? text : "";
}

static guint
column_width(Table *table, gsize column)
{
    struct libscols_column *c = scols_table_get_column(table, column);
    guint width = qv_text_width(scols_cell_get_data(scols_column_get_header(c)));

    for (gsize line = 0; line < scols_table_get_nlines(table); line++)
        width = MAX(width, qv_text_width(text_at(table, line, column)));
    return width;
}

static void
wrap_column(Table *table, gsize column, guint width)
{
    struct libscols_column *c = scols_table_get_column(table, column);

    for (gsize line = 0; line < scols_table_get_nlines(table); line++) {
        const char *text = text_at(table, line, column);
        if (*text != '\0')
            scols_line_refer_data(scols_table_get_line(table, line), column,
                                  qv_wrap_words(text, width));
    }
    scols_column_set_wrapfunc(c, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
}

/* libsmartcols breaks a text anywhere. What is to be broken shares the space that the others leave,
   and is broken at words. */
static void
wrap_to_terminal(Table *table)
{
    gsize n = scols_table_get_ncols(table);
    g_autofree guint *widths = g_new(guint, n);
    guint terminal = (guint)scols_table_get_termwidth(table);
    guint total = (guint)n - 1, wrapped = 0, rest;

    for (gsize i = 0; i < n; i++) {
        widths[i] = column_width(table, i);
        total += widths[i];
        wrapped += scols_column_is_wrap(scols_table_get_column(table, i)) ? widths[i] : 0;
    }
    if (wrapped == 0 || total <= terminal)
        return;
    rest = terminal - MIN(total - wrapped, terminal);
    for (gsize i = 0; i < n; i++)
        if (scols_column_is_wrap(scols_table_get_column(table, i)))
            wrap_column(table, i, MAX(NARROWEST, rest * widths[i] / wrapped));
}

void
qv_table_print(const QvRecords *records, const QvOutput *how, const GArray *columns)
{
    g_autoptr(Table) table = new_table(how);

    for (guint i = 0; i < columns->len; i++) {
        const QvColumn *column = &records->columns[g_array_index(columns, guint, i)];
        scols_table_new_column(table, _(column->title), 0, scols_flags(column, how));
    }
    add_lines(table, NULL, records, records->rows, columns);
    if (!how->raw && isatty(STDOUT_FILENO))
        wrap_to_terminal(table);
    scols_print_table(table);
}

void
qv_table_print_one(const QvRecords *records, const QvOutput *how, const GArray *columns)
{
    const QvOutput plain = {.noheadings = TRUE, .raw = how->raw};
    g_autoptr(Table) table = new_table(&plain);

    scols_table_new_column(table, "key", 0, 0);
    scols_table_new_column(table, "value", 0, 0);
    for (guint i = 0; i < columns->len; i++) {
        guint index = g_array_index(columns, guint, i);
        const QvColumn *column = &records->columns[index];
        char *text = qv_cell_text(&records->newest->cells[index], column);
        if (text == NULL)
            continue;
        struct libscols_line *line = scols_table_new_line(table, NULL);
        scols_line_set_data(line, 0, _(column->title));
        scols_line_refer_data(line, 1, text);
    }
    scols_print_table(table);
}
