/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* value: reads the values of settings, and says what would be right where one is wrong. */
#include "base/value.h"

#include <math.h>

#include "base/error.h"
#include "base/suggest.h"

guint64
qv_size_parse(const char *text)
{
    static const char units[] = "KMGT";
    char *end = NULL;
    double number = g_ascii_strtod(text, &end);
    const char *unit = end != text && *end ? strchr(units, g_ascii_toupper(*end)) : NULL;

    if (!g_ascii_isdigit(*text) || strchr(text, 'x') != NULL || unit == NULL ||
        (end[1] && !g_str_equal(end + 1, "iB")))
        return 0;
    number = ceil(ldexp(number, (int)(unit - units + 1) * 10));
    return number < 1 || number > ldexp(1, 60) ? 0 : (guint64)number;
}

char *
qv_size_format(guint64 bytes)
{
    static const char wide[] = "\u00a0";
    char *text = g_format_size_full(bytes, G_FORMAT_SIZE_IEC_UNITS);
    char *space = strstr(text, wide);

    /* A plain space, as a terminal without UTF-8 cannot show the other. */
    if (space != NULL) {
        *space = ' ';
        memmove(space + 1, space + strlen(wide), strlen(space + strlen(wide)) + 1);
    }
    return text;
}

gboolean
qv_value_size(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting, GError **error)
{
    guint64 bytes = qv_size_parse(text);
    gsize digits = strspn(text, "0123456789.");
    g_autofree char *value = g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
    g_autofree char *meant = g_strdup_printf("%.*sG", (int)MIN(digits, 12), digits ? text : "8");

    if (bytes == 0)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("'%s' is not a size: a number and K, M, G or T; did you mean '%s'?"), text,
                       meant);
    qv_xml_set(setting, "value", value);
    return TRUE;
}

static gboolean
number(const char *text, guint least, guint most, xmlNode *setting, GError **error)
{
    if (!g_ascii_string_to_unsigned(text, 10, least, most, NULL, NULL))
        return qv_fail(error, QV_ERROR_USAGE, _("'%s' is not a whole number from %u to %u"), text,
                       least, most);
    qv_xml_set(setting, "value", text);
    return TRUE;
}

gboolean
qv_value_count(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting,
               GError **error)
{
    return number(text, 1, 4096, setting, error);
}

gboolean
qv_value_seconds(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting,
                 GError **error)
{
    return number(text, 0, 86400, setting, error);
}

gboolean
qv_value_interval(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting,
                  GError **error)
{
    char *end = NULL;
    double seconds = g_ascii_strtod(text, &end);

    if (!g_ascii_isdigit(*text) || *end != '\0' || !(seconds >= 0.01 && seconds <= 86400))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("'%s' is not a number of seconds from 0.01 to 86400"), text);
    g_autofree char *value = g_strdup_printf("%.0f", seconds * 1000);
    qv_xml_set(setting, "value", value);
    return TRUE;
}

gboolean
qv_value_milliseconds(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting,
                      GError **error)
{
    return number(text, 1, 2000000, setting, error);
}

static gboolean
no_choice(const char *text, const char *key, GStrv words, GError **error)
{
    g_autofree char *nearest = qv_suggestion(key, (const char *const *)words);
    g_autofree char *list = g_strjoinv(", ", words);

    return qv_fail(error, QV_ERROR_USAGE, _("'%s' is none of: %s%s"), text, list, nearest);
}

gboolean
qv_value_choice(const char *text, const char *choices, xmlNode *setting, GError **error)
{
    g_auto(GStrv) words = g_strsplit(choices, "|", -1);

    if (!g_strv_contains((const char *const *)words, text))
        return no_choice(text, text, words, error);
    qv_xml_set(setting, "value", text);
    return TRUE;
}

gboolean
qv_value_source(const char *text, const char *choices, xmlNode *setting, GError **error)
{
    g_auto(GStrv) words = g_strsplit(choices, "|", -1);
    const char *equals = strchr(text, '=');
    g_autofree char *word = equals ? g_strndup(text, (gsize)(equals - text)) : g_strdup(text);
    g_autofree char *key = g_strndup(text, strlen(word) + (equals ? 1 : 0));

    if (!g_strv_contains((const char *const *)words, key) || (equals && equals[1] == '\0'))
        return no_choice(text, key, words, error);
    if (!qv_value_text(text, NULL, setting, error))
        return FALSE;
    qv_xml_set(setting, "value", word);
    qv_xml_set(setting, "source", equals ? equals + 1 : NULL);
    return TRUE;
}

gboolean
qv_value_text(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting, GError **error)
{
    if (!g_utf8_validate(text, -1, NULL))
        return qv_fail(error, QV_ERROR_USAGE, _("'%s' is not UTF-8"), text);
    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c))
        if (g_unichar_iscntrl(g_utf8_get_char(c)))
            return qv_fail(error, QV_ERROR_USAGE, _("'%s' has control characters"), text);
    if (*text == '\0')
        return qv_fail(error, QV_ERROR_USAGE, _("the value is empty"));
    qv_xml_set(setting, "value", text);
    return TRUE;
}

static void
set_groups(GMatchInfo *match, xmlNode *setting)
{
    static const char *const names[] = {"vendor", "product",  "domain", "bus",  "device",
                                        "slot",   "function", "host",   "guest"};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *group = g_match_info_fetch_named(match, names[i]);
        if (group != NULL && *group != '\0')
            qv_xml_set(setting, names[i], group);
    }
}

gboolean
qv_value_match(const char *text, const char *choices, xmlNode *setting, GError **error)
{
    g_autofree char *whole = g_strdup_printf("^(?:%s)$", choices);
    g_autoptr(GRegex) regex = g_regex_new(whole, G_REGEX_DOLLAR_ENDONLY, 0, error);
    g_autoptr(GMatchInfo) match = NULL;

    if (regex == NULL)
        return FALSE;
    if (!g_utf8_validate(text, -1, NULL) || !g_regex_match(regex, text, 0, &match))
        return qv_fail(error, QV_ERROR_USAGE, _("'%s' is not of that form; see --help"), text);
    set_groups(match, setting);
    qv_xml_set(setting, "value", text);
    return TRUE;
}

static gboolean
add_cpus(const char *range, xmlNode *setting)
{
    const char *dash = strchr(range, '-');
    g_autofree char *begin = dash ? g_strndup(range, (gsize)(dash - range)) : g_strdup(range);
    guint64 first, last;

    if (!g_ascii_string_to_unsigned(begin, 10, 0, 4095, &first, NULL) ||
        !g_ascii_string_to_unsigned(dash ? dash + 1 : begin, 10, first, 4095, &last, NULL))
        return FALSE;
    for (guint64 cpu = first; cpu <= last; cpu++) {
        g_autofree char *id = g_strdup_printf("%" G_GUINT64_FORMAT, cpu);
        qv_xml_set(qv_xml_add(setting, "host-cpu"), "id", id);
    }
    return TRUE;
}

gboolean
qv_value_cpus(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting, GError **error)
{
    g_auto(GStrv) ranges = g_strsplit(text, ",", -1);
    gboolean is_word = g_str_equal(text, "auto") || g_str_equal(text, "none");

    for (char **range = ranges; !is_word && *range != NULL; range++)
        if (!add_cpus(*range, setting))
            return qv_fail(error, QV_ERROR_USAGE,
                           _("'%s' is neither auto nor none nor a list of CPUs, as 2-5,8"), text);
    qv_xml_set(setting, "value", text);
    return TRUE;
}

static gboolean
bad_path(const char *text, GError **error)
{
    return qv_fail(
        error, QV_ERROR_USAGE,
        _("'%s' is not PATH=VALUE, as vcpu=3 or devices/disk[disk.1]/driver/@cache=none; "
          "'qvirt explain' prints the paths"),
        text);
}

/* One step of a path: an element below @parent, with its slot. */
static xmlNode *
add_step(xmlNode *parent, const char *step)
{
    g_autoptr(GRegex) regex =
        g_regex_new("^([A-Za-z_][A-Za-z0-9_.-]*)(?:\\[([a-z][a-z0-9.-]*)\\])?$", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    xmlNode *node;

    if (!g_regex_match(regex, step, 0, &match))
        return NULL;
    g_autofree char *name = g_match_info_fetch(match, 1);
    g_autofree char *slot = g_match_info_fetch(match, 2);
    node = qv_xml_add(parent, name);
    if (slot != NULL && *slot != '\0')
        xmlSetNsProp(node, xmlSearchNsByHref(node->doc, node, BAD_CAST QV_NAMESPACE),
                     BAD_CAST "slot", BAD_CAST slot);
    return node;
}

gboolean
qv_value_path(const char *text, const char *choices, xmlNode *setting, GError **error)
{
    const char *equals = strchr(text, '=');
    g_autofree char *path = equals ? g_strndup(text, (gsize)(equals - text)) : NULL;
    g_auto(GStrv) steps = path ? g_strsplit(path, "/", 64) : NULL;
    xmlNode *node = qv_xml_add(setting, "domain");

    if (!qv_value_text(text, choices, setting, error))
        return FALSE;
    xmlNewNs(node, BAD_CAST QV_NAMESPACE, BAD_CAST "q");
    for (char **step = steps; step != NULL && *step != NULL; step++) {
        if (**step == '@' && step[1] == NULL && xmlValidateNCName(BAD_CAST(*step + 1), 0) == 0) {
            qv_xml_set(node, *step + 1, equals + 1);
            return TRUE;
        }
        node = add_step(node, *step);
        if (node == NULL)
            return bad_path(text, error);
    }
    if (steps == NULL)
        return bad_path(text, error);
    xmlNodeAddContent(node, BAD_CAST(equals + 1));
    return TRUE;
}

gboolean
qv_value_name(const char *text, const char *choices G_GNUC_UNUSED, xmlNode *setting, GError **error)
{
    if (!g_regex_match_simple("^(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$", text,
                              G_REGEX_DOLLAR_ENDONLY, 0))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("'%.64s' cannot be a guest's name: 1 to 64 of A-Z a-z 0-9 . _ + -, "
                         "the first a letter or digit, and not digits only"),
                       text);
    qv_xml_set(setting, "value", text);
    return TRUE;
}
