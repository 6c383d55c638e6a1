/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tracker: the guests and their states, as the events and the listings so far tell them. */
#pragma once

#include "hv/event/watch.h"
#include "hv/guest.h"

typedef struct QvTracker QvTracker;

/** qv_tracker_new: (transfer full): knows of no guest. */
QvTracker *qv_tracker_new(void);
void qv_tracker_free(QvTracker *tracker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvTracker, qv_tracker_free)

/**
 * qv_tracker_take:
 *
 * Learns from an event.
 *
 * Returns: FALSE for one that a listing has told already: it was on its way while the listing,
 *   which is newer, came.
 */
gboolean qv_tracker_take(QvTracker *tracker, const QvEvent *event);

/**
 * qv_tracker_compare:
 * @guests: (element-type QvGuestState): all guests, as listed
 * @transient: the UUIDs of those that have no definition
 * @tell: (nullable): is called with an event for each step from what was known to what is listed
 *
 * Learns from a listing.
 */
void qv_tracker_compare(QvTracker *tracker, GPtrArray *guests, GHashTable *transient,
                        QvEventFunc tell, gpointer data);
