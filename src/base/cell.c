/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cell: the value of one column in one record: for people, for JSON, and in order. */
#include "base/cell.h"

#include <string.h>

#include "base/json.h"
#include "base/safe-text.h"
#include "base/time.h"
#include "base/value.h"

void
qv_cell_clear(QvCell *cell, const QvColumn *column)
{
    if (cell->is_set && column->type == QV_TEXT)
        g_free(cell->text);
    else if (cell->is_set && (column->type == QV_LIST || column->type == QV_MAP))
        json_node_unref(cell->json);
    *cell = (QvCell){0};
}

static void add_cell_words(GString *words, JsonNode *node, guint depth);

/* Between texts is ", ", between objects "; ", and between the members of one " ". */
static void
add_list_words(GString *words, JsonArray *array, guint depth)
{
    for (guint i = 0; i < json_array_get_length(array); i++) {
        JsonNode *element = json_array_get_element(array, i);
        const char *between = JSON_NODE_HOLDS_OBJECT(element) ? "; " : ", ";
        g_string_append(words, i > 0 ? between : "");
        add_cell_words(words, element, depth + 1);
    }
}

/* A map has its names; what is in a list is known by its place. */
static void
add_map_words(GString *words, JsonObject *object, guint depth)
{
    g_autoptr(GList) names = json_object_get_members(object);
    gsize before = words->len;

    for (GList *name = names; name != NULL; name = name->next) {
        JsonNode *value = json_object_get_member(object, name->data);
        if (JSON_NODE_HOLDS_NULL(value))
            continue;
        if (words->len > before)
            g_string_append(words, depth > 0 ? " " : ",");
        if (depth == 0)
            g_string_append_printf(words, "%s=", (char *)name->data);
        add_cell_words(words, value, depth + 1);
    }
}

static void
add_cell_words(GString *words, JsonNode *node, guint depth)
{
    if (JSON_NODE_HOLDS_ARRAY(node))
        add_list_words(words, json_node_get_array(node), depth);
    else if (JSON_NODE_HOLDS_OBJECT(node))
        add_map_words(words, json_node_get_object(node), depth);
    else if (json_node_get_value_type(node) == G_TYPE_STRING)
        g_string_append(words, json_node_get_string(node));
    else {
        g_autofree char *number = qv_json_write(node, FALSE);
        g_string_append(words, number);
    }
}

static char *
text_of_json(JsonNode *node)
{
    g_autoptr(GString) words = g_string_new(NULL);

    add_cell_words(words, node, 0);
    return words->len > 0 ? qv_safe_text(words->str, FALSE) : NULL;
}

char *
qv_cell_text(const QvCell *cell, const QvColumn *column)
{
    char decimal[G_ASCII_DTOSTR_BUF_SIZE];

    if (!cell->is_set)
        return NULL;
    switch (column->type) {
    case QV_NUMBER:
        return g_strdup_printf("%" G_GINT64_FORMAT, cell->number);
    case QV_DECIMAL:
        return g_strdup(g_ascii_formatd(decimal, sizeof decimal, "%.1f", cell->decimal));
    case QV_SIZE:
        return qv_size_format((guint64)cell->number);
    case QV_FLAG:
        return g_strdup(cell->number ? "yes" : "no");
    case QV_TIME:
        return qv_time_format(cell->number, (column->flags & QV_MILLISECONDS) != 0);
    case QV_LIST:
    case QV_MAP:
        return text_of_json(cell->json);
    default:
        return qv_safe_text(cell->text, FALSE);
    }
}

JsonNode *
qv_cell_json(const QvCell *cell, const QvColumn *column)
{
    g_autofree char *time = NULL;

    if (!cell->is_set)
        return json_node_init_null(json_node_alloc());
    switch (column->type) {
    case QV_NUMBER:
    case QV_SIZE:
        return json_node_init_int(json_node_alloc(), cell->number);
    case QV_DECIMAL:
        return json_node_init_double(json_node_alloc(), cell->decimal);
    case QV_FLAG:
        return json_node_init_boolean(json_node_alloc(), cell->number != 0);
    case QV_TIME:
        time = qv_cell_text(cell, column);
        return json_node_init_string(json_node_alloc(), time);
    case QV_LIST:
    case QV_MAP:
        return json_node_ref(cell->json);
    default:
        return json_node_init_string(json_node_alloc(), cell->text);
    }
}

/* A list or a map by what a table shows of it; NULL where that is nothing. */
static char *
comparable_text(const QvCell *cell, const QvColumn *column)
{
    if (!cell->is_set)
        return NULL;
    return column->type == QV_TEXT ? g_strdup(cell->text) : text_of_json(cell->json);
}

static int
compare_texts(const QvCell *a, const QvCell *b, const QvColumn *column, gboolean reverse)
{
    g_autofree char *one = comparable_text(a, column);
    g_autofree char *other = comparable_text(b, column);

    if (one == NULL || other == NULL)
        return (one == NULL) - (other == NULL);
    return reverse ? strcmp(other, one) : strcmp(one, other);
}

int
qv_cell_compare(const QvCell *a, const QvCell *b, const QvColumn *column, gboolean reverse)
{
    const QvCell *less = reverse ? b : a, *more = reverse ? a : b;

    switch (column->type) {
    case QV_TEXT:
    case QV_LIST:
    case QV_MAP:
        return compare_texts(a, b, column, reverse);
    default:
        if (!a->is_set || !b->is_set)
            return b->is_set - a->is_set;
        if (column->type == QV_DECIMAL)
            return (less->decimal > more->decimal) - (less->decimal < more->decimal);
        return (less->number > more->number) - (less->number < more->number);
    }
}
