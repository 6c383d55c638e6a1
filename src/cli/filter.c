/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* filter: what of guests a user asks for beside their names. */
#include "cli/filter.h"

#include <fnmatch.h>

#include "base/suggest.h"
#include "hv/state.h"
#include "model/label.h"

const QvSetting qv_filter_options[] = {
    {.name = "state",
     .value = N_("STATE[,STATE]"),
     .parse = qv_value_text,
     .help = N_("only those in one of these states, as 'running,paused' or 'shut-off'")},
    {.name = "preset",
     .value = N_("NAME"),
     .parse = qv_value_text,
     .help = N_("only those made from a preset; a pattern as 'win*'")},
    {.name = "os",
     .value = "ID",
     .parse = qv_value_text,
     .help = N_("only those of a libosinfo id, or its short form; a pattern as 'debian*'")},
    {.name = "label",
     .letter = 'l',
     .value = N_("KEY[=VALUE]"),
     .parse = qv_value_label_wanted,
     .many = TRUE,
     .help = N_("only those with the label; may be repeated, then with all of them")},
    {.name = "autostart",
     .parse = qv_value_text,
     .help = N_("only those that start with the host")},
    {.name = NULL},
};

struct QvFilter {
    GStrv states; /* NULL for all */
    char *preset;
    char *os;
    gboolean autostart;
    xmlDoc *labels; /* <request> of the labels wanted */
};

void
qv_filter_free(QvFilter *filter)
{
    g_strfreev(filter->states);
    g_free(filter->preset);
    g_free(filter->os);
    g_clear_pointer(&filter->labels, xmlFreeDoc);
    g_free(filter);
}

/* A state as it is shown, or with "-" for its spaces. */
static gboolean
read_state(char *word, GError **error)
{
    g_autofree const char **names = qv_state_names();

    g_strdelimit(word, "-", ' ');
    if (g_strv_contains(names, word))
        return TRUE;
    g_autofree char *list = g_strjoinv(", ", (char **)names);
    g_autofree char *nearest = qv_suggestion(word, names);
    return qv_fail(error, QV_ERROR_USAGE, _("--state: '%s' is none of: %s%s"), word, list, nearest);
}

/* A command may have an option of that name which is none of these. */
static gboolean
is_filter(QvCall *call, const char *name)
{
    g_autoptr(GPtrArray) rows = qv_command_options(call->command);

    return g_ptr_array_find(rows, qv_setting_find(qv_filter_options, name), NULL);
}

static char *
filter_value(QvCall *call, const char *name)
{
    return is_filter(call, name) ? qv_call_get(call, name) : NULL;
}

QvFilter *
qv_filter_new(QvCall *call, GError **error)
{
    g_autoptr(QvFilter) filter = g_new0(QvFilter, 1);
    g_autofree char *states = filter_value(call, "state");
    g_autofree char *autostart = filter_value(call, "autostart");
    gboolean has_labels = is_filter(call, "label");

    filter->states = states ? g_strsplit(states, ",", -1) : NULL;
    filter->preset = filter_value(call, "preset");
    filter->os = filter_value(call, "os");
    filter->autostart = autostart != NULL;
    filter->labels = qv_xml_new("request");
    for (char **state = filter->states; state != NULL && *state != NULL; state++)
        if (!read_state(*state, error))
            return NULL;
    for (xmlNode *n = qv_xml_child(qv_xml_root(call->options), NULL); n; n = qv_xml_next(n, NULL))
        if (has_labels && qv_xml_is(n, "name", "label"))
            qv_xml_graft(qv_xml_root(filter->labels), n);
    return g_steal_pointer(&filter);
}

static xmlNode *
first_label(const QvFilter *filter)
{
    return qv_xml_child(qv_xml_root(filter->labels), NULL);
}

gboolean
qv_filter_is_empty(const QvFilter *filter)
{
    return filter->states == NULL && qv_filter_needs(filter) == 0;
}

QvListDetails
qv_filter_needs(const QvFilter *filter)
{
    gboolean outline = filter->preset || filter->os || first_label(filter);

    return (filter->autostart ? QV_DETAIL_AUTOSTART : 0) | (outline ? QV_DETAIL_OUTLINE : 0);
}

gboolean
qv_filter_needs_states(const QvFilter *filter)
{
    return filter->states != NULL;
}

gboolean
qv_filter_state(const QvFilter *filter, const QvGuestState *state)
{
    return filter->states == NULL ||
           g_strv_contains((const char *const *)filter->states, state->state);
}

/* libosinfo's short ids are the last two steps of the long ones: http://debian.org/debian/12. */
static gboolean
is_os(const char *pattern, const char *id)
{
    g_auto(GStrv) steps = g_strsplit(id, "/", -1);
    guint n = g_strv_length(steps);
    g_autofree char *brief = n < 2 ? g_strdup(id) : g_strconcat(steps[n - 2], steps[n - 1], NULL);

    return fnmatch(pattern, id, 0) == 0 || fnmatch(pattern, brief, 0) == 0;
}

static gboolean
has_label(xmlNode *outline, xmlNode *wanted)
{
    g_autofree char *key = qv_xml_get(wanted, "key");
    g_autofree char *value = qv_xml_get(wanted, "of");

    for (xmlNode *n = qv_xml_child(qv_xml_child(outline, "labels"), "label"); n != NULL;
         n = qv_xml_next(n, "label"))
        if (qv_xml_is(n, "key", key))
            return value == NULL || qv_xml_is(n, "value", value);
    return FALSE;
}

gboolean
qv_filter_detail(const QvFilter *filter, const QvListDetail *detail)
{
    xmlNode *outline = detail->outline ? qv_xml_root(detail->outline) : NULL;
    g_autofree char *preset = qv_xml_get(outline, "preset");
    g_autofree char *os = qv_xml_get(outline, "os");

    /* Of one that could not be read nobody knows whether it would. */
    if (detail->fault != NULL && qv_filter_needs(filter) & QV_DETAIL_OUTLINE)
        return FALSE;
    if ((filter->autostart && !detail->autostart) ||
        (filter->preset && fnmatch(filter->preset, preset ? preset : "", 0) != 0) ||
        (filter->os && !is_os(filter->os, os ? os : "")))
        return FALSE;
    for (xmlNode *wanted = first_label(filter); wanted != NULL; wanted = qv_xml_next(wanted, NULL))
        if (!has_label(outline, wanted))
            return FALSE;
    return TRUE;
}
