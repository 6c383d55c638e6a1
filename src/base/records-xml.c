/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* records-xml: records from what a stylesheet wrote under the keys of columns. */
#include "base/records-xml.h"

static void
set_attribute(QvRecords *records, const QvColumn *column, const char *value)
{
    gint64 number = g_ascii_strtoll(value, NULL, 10);

    switch (column->type) {
    case QV_TEXT:
        qv_records_set(records, column->key, value);
        break;
    case QV_DECIMAL:
        qv_records_set_decimal(records, column->key, g_ascii_strtod(value, NULL));
        break;
    case QV_FLAG:
        qv_records_set_flag(records, column->key, g_str_equal(value, "yes"));
        break;
    case QV_TIME:
        qv_records_set_time(records, column->key, number * G_USEC_PER_SEC);
        break;
    case QV_SIZE:
        qv_records_set_size(records, column->key, (guint64)number);
        break;
    default:
        qv_records_set_number(records, column->key, number);
    }
}

/* One object of a list: a record of its own. */
static JsonNode *
member_of(const QvColumn *members, xmlNode *node)
{
    g_autoptr(QvRecords) inner = qv_records_new(members);
    g_autoptr(JsonObject) object = json_object_new();

    qv_records_add(inner);
    qv_records_set_node(inner, node);
    for (guint i = 0; i < inner->n_columns; i++)
        json_object_set_member(object, members[i].key,
                               qv_cell_json(&inner->newest->cells[i], &members[i]));
    return json_node_init_object(json_node_alloc(), object);
}

static JsonNode *
text_member(xmlNode *node)
{
    g_autofree char *value = qv_xml_get(node, "value");

    return json_node_init_string(json_node_alloc(), value);
}

static void
read_list(QvRecords *records, const QvColumn *column, xmlNode *node)
{
    g_autoptr(JsonArray) array = json_array_new();

    for (xmlNode *n = qv_xml_child(node, NULL); n != NULL; n = qv_xml_next(n, NULL))
        json_array_add_element(array,
                               column->members ? member_of(column->members, n) : text_member(n));
    qv_records_set_list(records, column->key, array);
}

static void
read_map(QvRecords *records, const QvColumn *column, xmlNode *node)
{
    g_autoptr(JsonObject) object = json_object_new();

    for (xmlNode *n = qv_xml_child(node, NULL); n != NULL; n = qv_xml_next(n, NULL)) {
        g_autofree char *name = qv_xml_get(n, "key");
        json_object_set_member(object, name, text_member(n));
    }
    qv_records_set_map(records, column->key, object);
}

void
qv_records_set_node(QvRecords *records, xmlNode *node)
{
    for (const QvColumn *column = records->columns; column->key != NULL; column++) {
        gboolean has_children = column->type == QV_LIST || column->type == QV_MAP;
        xmlNode *child = has_children ? qv_xml_child(node, column->key) : NULL;
        g_autofree char *value = has_children ? NULL : qv_xml_get(node, column->key);
        if (child != NULL)
            (column->type == QV_LIST ? read_list : read_map)(records, column, child);
        else if (value != NULL && *value != '\0')
            set_attribute(records, column, value);
    }
}
