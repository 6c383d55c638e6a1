/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* column: what a column of records is, and which ones are shown. */
#include "base/column.h"

#include "base/error.h"
#include "base/suggest.h"

const char *
qv_column_json_type(const QvColumn *column)
{
    static const char *const types[QV_N_TYPES] = {
        [QV_TEXT] = "string",  [QV_NUMBER] = "integer", [QV_DECIMAL] = "number",
        [QV_SIZE] = "integer", [QV_FLAG] = "boolean",   [QV_TIME] = "string",
        [QV_LIST] = "array",   [QV_MAP] = "object",
    };

    return types[column->type];
}

int
qv_columns_find(const QvColumn *columns, const char *key)
{
    for (int i = 0; columns[i].key != NULL; i++)
        if (g_ascii_strcasecmp(columns[i].key, key) == 0)
            return i;
    return -1;
}

static gboolean
fail_unknown_column(const QvColumn *columns, const char *option, const char *name, GError **error)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();

    for (; columns->key != NULL; columns++)
        g_ptr_array_add(keys, (gpointer)columns->key);
    g_ptr_array_add(keys, NULL);
    g_autofree char *list = g_strjoinv(",", (char **)keys->pdata);
    g_autofree char *nearest = qv_suggestion(name, (const char *const *)keys->pdata);
    if (*nearest != '\0')
        return qv_fail(error, QV_ERROR_USAGE, _("%s: no column '%s'%s"), option, name, nearest);
    return qv_fail(error, QV_ERROR_USAGE, _("%s: no column '%s' among %s"), option, name, list);
}

static gboolean
is_usual(const QvColumn *column, const QvOutput *how)
{
    if (how->json)
        return column->needs <= QV_NEEDS_LITTLE;
    return !(column->flags & QV_HIDDEN_COLUMN) || g_strcmp0(column->key, how->also) == 0;
}

GArray *
qv_columns_chosen(const QvColumn *columns, const QvOutput *how, GError **error)
{
    g_autoptr(GArray) chosen = g_array_new(FALSE, FALSE, sizeof(guint));
    g_auto(GStrv) names = how->columns ? g_strsplit(how->columns, ",", -1) : NULL;

    for (char **name = names; names != NULL && *name != NULL; name++) {
        int column = qv_columns_find(columns, *name);
        if (column < 0) {
            fail_unknown_column(columns, "-o", *name, error);
            return NULL;
        }
        g_array_append_val(chosen, column);
    }
    for (guint i = 0; names == NULL && columns[i].key != NULL; i++)
        if (is_usual(&columns[i], how))
            g_array_append_val(chosen, i);
    return g_steal_pointer(&chosen);
}

GArray *
qv_columns_orders(const QvColumn *columns, const char *keys, GError **error)
{
    g_autoptr(GArray) orders = g_array_new(FALSE, FALSE, sizeof(QvColumnOrder));
    g_auto(GStrv) names = g_strsplit(keys ? keys : "", ",", -1);

    for (char **name = names; *name != NULL; name++) {
        gboolean reverse = **name == '-';
        int column = qv_columns_find(columns, *name + reverse);
        if (column < 0) {
            fail_unknown_column(columns, "--sort", *name + reverse, error);
            return NULL;
        }
        QvColumnOrder order = {.column = (guint)column, .reverse = reverse};
        g_array_append_val(orders, order);
    }
    return g_steal_pointer(&orders);
}

gboolean
qv_columns_needs(const QvColumn *columns, const QvOutput *how, const char *sort, guint *needs,
                 GError **error)
{
    g_autoptr(GArray) chosen = qv_columns_chosen(columns, how, error);
    g_autoptr(GArray) orders = chosen ? qv_columns_orders(columns, sort, error) : NULL;

    if (orders == NULL)
        return FALSE;
    *needs = 0;
    for (guint i = 0; i < chosen->len; i++)
        *needs |= columns[g_array_index(chosen, guint, i)].needs;
    for (guint i = 0; i < orders->len; i++)
        *needs |= columns[g_array_index(orders, QvColumnOrder, i).column].needs;
    return TRUE;
}
