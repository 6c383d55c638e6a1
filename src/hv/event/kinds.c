/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds: all kinds of events that libvirt has, and its words for them. */
#include "hv/event/kinds.h"

const QvEventKind *
qv_event_kind(guint n)
{
    const QvEventKind *const tables[] = {qv_event_guest_kinds, qv_event_object_kinds};

    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
        for (const QvEventKind *kind = tables[i]; kind->name != NULL; kind++)
            if (n-- == 0)
                return kind;
    return NULL;
}

GPtrArray *
qv_event_words(void)
{
    GPtrArray *words = g_ptr_array_new();
    const QvEventKind *kind;

    for (guint i = 0; (kind = qv_event_kind(i)) != NULL; i++)
        g_ptr_array_add(words, (gpointer)kind->name);
    for (const QvLifecycle *const *list = qv_lifecycles; *list != NULL; list++)
        for (const QvLifecycle *row = *list; row->name != NULL; row++)
            g_ptr_array_add(words, (gpointer)row->name);
    g_ptr_array_add(words, (gpointer) "connection");
    g_ptr_array_add(words, (gpointer) "disconnected");
    g_ptr_array_add(words, (gpointer) "reconnected");
    g_ptr_array_add(words, NULL);
    return words;
}

static const QvLifecycle *
find_lifecycle(const QvLifecycle *lifecycle, int event)
{
    for (int i = 0; i <= event && lifecycle[i].name != NULL; i++)
        if (i == event)
            return &lifecycle[i];
    return NULL;
}

/* A daemon may be newer than the words: what has none is told by libvirt's numbers. */
static char *
name_lifecycle_detail(const QvLifecycle *row, int event, int detail)
{
    if (row == NULL)
        return g_strdup_printf("%d.%d", event, detail);
    if (detail >= 0 && detail < (int)G_N_ELEMENTS(row->details) && row->details[detail] != NULL)
        return g_strdup(row->details[detail]);
    return detail != 0 ? g_strdup_printf("%d", detail) : NULL;
}

QvEvent *
qv_lifecycle_event(const QvEventSink *sink, const QvLifecycle *lifecycle, const char *name,
                   const char *uuid, int event, int detail)
{
    const QvLifecycle *row = find_lifecycle(lifecycle, event);

    return qv_event_new(qv_event_object(sink->kind->object), sink->kind->name,
                        row ? row->name : "unknown", name, uuid,
                        name_lifecycle_detail(row, event, detail));
}
