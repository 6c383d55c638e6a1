/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json: writes JSON that cannot harm a terminal. */
#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/safe-text.h"

#define NOT_PRETTY (-1)

static void
write_json_text(GString *out, const char *text)
{
    static const char escaped[] = "\"\\\n\t\r\b\f", letters[] = "\"\\ntrbf";
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    g_string_append_c(out, '"');
    for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        const char *special = c < 0x80 ? strchr(escaped, (int)c) : NULL;
        if (special != NULL)
            g_string_append_printf(out, "\\%c", letters[special - escaped]);
        else if (qv_is_unsafe(c))
            g_string_append_printf(out, "\\u%04x", c);
        else
            g_string_append_unichar(out, c);
    }
    g_string_append_c(out, '"');
}

/* JSON knows neither infinity nor what is no number. */
static void
write_json_decimal(GString *out, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isfinite(value)) {
        g_string_append(out, "null");
        return;
    }
    g_ascii_formatd(text, sizeof text, "%.15g", value);
    if (g_ascii_strtod(text, NULL) < value || g_ascii_strtod(text, NULL) > value)
        g_ascii_dtostr(text, sizeof text, value);
    g_string_append(out, text);
}

static void
write_json_value(GString *out, JsonNode *node)
{
    GType type = json_node_get_value_type(node);

    if (JSON_NODE_HOLDS_NULL(node))
        g_string_append(out, "null");
    else if (type == G_TYPE_STRING)
        write_json_text(out, json_node_get_string(node));
    else if (type == G_TYPE_BOOLEAN)
        g_string_append(out, json_node_get_boolean(node) ? "true" : "false");
    else if (type == G_TYPE_DOUBLE)
        write_json_decimal(out, json_node_get_double(node));
    else
        g_string_append_printf(out, "%" G_GINT64_FORMAT, json_node_get_int(node));
}

/* To the next element, or to the end of all: a new line where it is pretty. */
static void
break_json_line(GString *out, int depth)
{
    if (depth >= 0)
        g_string_append_printf(out, "\n%*s", 2 * depth, "");
}

static void write_json_node(GString *out, JsonNode *node, int depth);

static void
write_json_array(GString *out, JsonArray *array, int depth)
{
    guint n = json_array_get_length(array);

    g_string_append_c(out, '[');
    for (guint i = 0; i < n; i++) {
        g_string_append(out, i > 0 ? "," : "");
        break_json_line(out, depth < 0 ? depth : depth + 1);
        write_json_node(out, json_array_get_element(array, i), depth < 0 ? depth : depth + 1);
    }
    if (n > 0)
        break_json_line(out, depth);
    g_string_append_c(out, ']');
}

static void
write_json_object(GString *out, JsonObject *object, int depth)
{
    g_autoptr(GList) names = json_object_get_members(object);

    g_string_append_c(out, '{');
    for (GList *name = names; name != NULL; name = name->next) {
        g_string_append(out, name != names ? "," : "");
        break_json_line(out, depth < 0 ? depth : depth + 1);
        write_json_text(out, name->data);
        g_string_append(out, depth < 0 ? ":" : " : ");
        write_json_node(out, json_object_get_member(object, name->data),
                        depth < 0 ? depth : depth + 1);
    }
    if (names != NULL)
        break_json_line(out, depth);
    g_string_append_c(out, '}');
}

static void
write_json_node(GString *out, JsonNode *node, int depth)
{
    if (JSON_NODE_HOLDS_OBJECT(node))
        write_json_object(out, json_node_get_object(node), depth);
    else if (JSON_NODE_HOLDS_ARRAY(node))
        write_json_array(out, json_node_get_array(node), depth);
    else
        write_json_value(out, node);
}

char *
qv_json_write(JsonNode *node, gboolean pretty)
{
    GString *out = g_string_new(NULL);

    write_json_node(out, node, pretty ? 0 : NOT_PRETTY);
    return g_string_free(out, FALSE);
}
