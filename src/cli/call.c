/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* call: one call of a command, with its options and its hosts. */
#include "cli/call.h"

void
qv_session_clear(QvSession *session)
{
    g_clear_pointer(&session->hosts, g_ptr_array_unref);
}

QvConnection *
qv_call_connection(QvCall *call, GError **error)
{
    if (call->hosts->len == 1)
        return qv_host_connect(call->hosts->pdata[0], error);
    qv_fail(error, QV_ERROR_USAGE, _("%s: works on one host, and there are %u; name one with -c"),
            call->command->name, call->hosts->len);
    return NULL;
}

gboolean
qv_call_has(QvCall *call, const char *name)
{
    g_autofree char *value = qv_call_get(call, name);

    return value != NULL;
}

gboolean
qv_call_selects(QvCall *call)
{
    g_autoptr(GPtrArray) rows = qv_command_options(call->command);

    for (const QvSetting *row = qv_filter_options; row->name != NULL; row++)
        if (g_ptr_array_find(rows, row, NULL) && qv_call_has(call, row->name))
            return TRUE;
    return qv_call_has(call, "all");
}

char *
qv_call_get(QvCall *call, const char *name)
{
    return qv_setting_get(qv_xml_root(call->options), name);
}

GStrv
qv_call_get_all(QvCall *call, const char *name)
{
    g_autoptr(GStrvBuilder) values = g_strv_builder_new();
    xmlNode *setting = qv_xml_child(qv_xml_root(call->options), "setting");

    for (; setting != NULL; setting = qv_xml_next(setting, "setting")) {
        g_autofree char *value = qv_xml_get(setting, "value");
        if (qv_xml_is(setting, "name", name))
            g_strv_builder_add(values, value);
    }
    return g_strv_builder_end(values);
}

guint
qv_call_number(QvCall *call, const char *name, guint otherwise)
{
    g_autofree char *value = qv_call_get(call, name);

    return value ? (guint)g_ascii_strtoull(value, NULL, 10) : otherwise;
}
