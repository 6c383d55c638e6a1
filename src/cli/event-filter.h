/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-filter: which events the user wants to see. */
#pragma once

#include "hv/event/watch.h"

typedef struct QvEventFilter QvEventFilter;

/** qv_event_filter_new: a filter that wants all events. */
QvEventFilter *qv_event_filter_new(void);
void qv_event_filter_free(QvEventFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvEventFilter, qv_event_filter_free)

/**
 * qv_event_filter_events:
 * @list: names or globs of kinds of events, or of what happens in a lifecycle, "," between them
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE), naming the nearest, for one that means nothing.
 */
gboolean qv_event_filter_events(QvEventFilter *filter, const char *list, GError **error);

/** qv_event_filter_wants: whether @event passes, of whomever it is. */
gboolean qv_event_filter_wants(const QvEventFilter *filter, const QvEvent *event);

/**
 * qv_event_filter_objects:
 * @list: (nullable): guests, networks, pools, devices, secrets or all, "," between them
 *
 * Returns: whose events are meant: the guests' for NULL; 0 with @error (QV_ERROR_USAGE).
 */
QvObjects qv_event_filter_objects(const char *list, GError **error);
