/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* label: what a user calls guests by, KEY=VALUE. */
#include "model/label.h"

#include "base/error.h"

#define MOST 253 /* characters of a value */

static gboolean
check_key(const char *key, GError **error)
{
    if (g_regex_match_simple("^[A-Za-z0-9._/-]{1,63}$", key, G_REGEX_DOLLAR_ENDONLY, 0))
        return TRUE;
    return qv_fail(error, QV_ERROR_USAGE,
                   _("'%.64s' cannot be a label's key: 1 to 63 of A-Z a-z 0-9 . _ / -"), key);
}

static gboolean
check_value(const char *value, xmlNode *setting, GError **error)
{
    /* An empty value is a value. */
    if (*value != '\0' && !qv_value_text(value, NULL, setting, error))
        return FALSE;
    if (g_utf8_strlen(value, -1) > MOST)
        return qv_fail(error, QV_ERROR_USAGE, _("the value has more than %d characters"), MOST);
    return TRUE;
}

gboolean
qv_value_label_wanted(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting,
                      GError **error)
{
    const char *equals = strchr(text, '=');
    g_autofree char *key = equals ? g_strndup(text, (gsize)(equals - text)) : g_strdup(text);

    if (!g_utf8_validate(text, -1, NULL))
        return qv_fail(error, QV_ERROR_USAGE, _("'%s' is not UTF-8"), text);
    if (!check_key(key, error) || (equals && !check_value(equals + 1, setting, error)))
        return FALSE;
    qv_xml_set(setting, "key", key);
    qv_xml_set(setting, "of", equals ? equals + 1 : NULL);
    qv_xml_set(setting, "value", text);
    return TRUE;
}

gboolean
qv_value_label(const char *text, const char *choices, xmlNode *setting, GError **error)
{
    if (strchr(text, '=') == NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("'%s' is not KEY=VALUE"), text);
    return qv_value_label_wanted(text, choices, setting, error);
}
