/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* filter: which events the user wants to see. */
#pragma once

#include "hv/event.h"

typedef struct QvFilter QvFilter;

/** qv_filter_new: a filter that wants all events. */
QvFilter *qv_filter_new(void);
void qv_filter_free(QvFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvFilter, qv_filter_free)

/**
 * qv_filter_guests:
 * @words: names, UUIDs, ids, or globs of names
 *
 * Of guests, wants only these. A glob means also those that are yet to come.
 *
 * Returns: FALSE with @error (QV_ERROR_NOT_FOUND) for what is neither a guest nor a glob.
 */
gboolean qv_filter_guests(QvFilter *filter, QvConnection *connection, GStrv words, GError **error);

/**
 * qv_filter_events:
 * @list: names or globs of kinds of events, or of what happens in a lifecycle, "," between them
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE), naming the nearest, for one that means nothing.
 */
gboolean qv_filter_events(QvFilter *filter, const char *list, GError **error);

/** qv_filter_wants: whether @event passes. */
gboolean qv_filter_wants(const QvFilter *filter, const QvEvent *event);

/**
 * qv_filter_objects:
 * @list: (nullable): guests, networks, pools, devices, secrets or all, "," between them
 *
 * Returns: whose events are meant: the guests' for NULL; 0 with @error (QV_ERROR_USAGE).
 */
QvObjects qv_filter_objects(const char *list, GError **error);
