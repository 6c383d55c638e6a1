/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-filter: which events the user wants to see. */
#include "cli/event-filter.h"

#include <fnmatch.h>

#include "base/error.h"
#include "base/suggest.h"

struct QvEventFilter {
    GStrv events; /* words and globs; NULL for all */
};

QvEventFilter *
qv_event_filter_new(void)
{
    return g_new0(QvEventFilter, 1);
}

void
qv_event_filter_free(QvEventFilter *filter)
{
    g_strfreev(filter->events);
    g_free(filter);
}

static gboolean
matches(const char *pattern, const char *text)
{
    return text != NULL && (g_str_equal(pattern, text) || fnmatch(pattern, text, 0) == 0);
}

static gboolean
means_something(const char *pattern, const GPtrArray *words, GError **error)
{
    for (guint i = 0; i + 1 < words->len; i++)
        if (matches(pattern, words->pdata[i]))
            return TRUE;
    g_autofree char *nearest = qv_suggestion(pattern, (const char *const *)words->pdata);
    return qv_fail(error, QV_ERROR_USAGE, _("--event: no event '%s'%s"), pattern,
                   *nearest ? nearest : _("; 'qvirt monitor --events' lists them"));
}

gboolean
qv_event_filter_events(QvEventFilter *filter, const char *list, GError **error)
{
    g_autoptr(GPtrArray) words = qv_event_words();

    filter->events = g_strsplit(list, ",", -1);
    for (char **event = filter->events; *event != NULL; event++)
        if (!means_something(*event, words, error))
            return FALSE;
    return TRUE;
}

gboolean
qv_event_filter_wants(const QvEventFilter *filter, const QvEvent *event)
{
    for (char **word = filter->events; word != NULL && *word != NULL; word++)
        if (matches(*word, event->kind) || matches(*word, event->event))
            return TRUE;
    return filter->events == NULL;
}

/* The words for each of QvObjects, in order, and for all. */
static GStrv
object_words(void)
{
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();
    const char *name;

    for (guint i = 0; (name = qv_event_object((QvObjects)(1 << i))) != NULL; i++) {
        g_autofree char *word = g_strconcat(name, "s", NULL);
        g_strv_builder_add(words, word);
    }
    g_strv_builder_add(words, "all");
    return g_strv_builder_end(words);
}

static QvObjects
object_called(const char *word, GError **error)
{
    g_auto(GStrv) words = object_words();

    for (guint i = 0; words[i] != NULL; i++)
        if (g_str_equal(words[i], word))
            return (QvObjects)(words[i + 1] != NULL ? 1 << i : (1 << i) - 1);
    g_autofree char *nearest = qv_suggestion(word, (const char *const *)words);
    g_autofree char *list = g_strjoinv(", ", words);
    qv_fail(error, QV_ERROR_USAGE, _("--objects: '%s' is none of: %s%s"), word, list, nearest);
    return (QvObjects)0;
}

QvObjects
qv_event_filter_objects(const char *list, GError **error)
{
    g_auto(GStrv) words = g_strsplit(list ? list : "guests", ",", -1);
    QvObjects objects = (QvObjects)0;

    for (char **word = words; *word != NULL; word++) {
        QvObjects object = object_called(*word, error);
        if (object == 0)
            return (QvObjects)0;
        objects |= object;
    }
    return objects;
}
