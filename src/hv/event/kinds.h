/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds: all kinds of events that libvirt has, and its words for them. */
#pragma once

#include "hv/event/event.h"

/* What happens in a lifecycle, in the order of libvirt's enumeration. */
typedef struct {
    const char *name;
    const char *details[12]; /* in the order of the enumeration of its details */
} QvLifecycle;

/* Both ended by a NULL name. */
extern const QvEventKind qv_event_guest_kinds[];
extern const QvEventKind qv_event_object_kinds[];

/* All lifecycles; each ended by a NULL name, the list by NULL. */
extern const QvLifecycle *const qv_lifecycles[];
extern const QvLifecycle qv_guest_lifecycle[];

/** qv_lifecycle_event: an event of a lifecycle, by libvirt's numbers. */
QvEvent *qv_lifecycle_event(const QvEventSink *sink, const QvLifecycle *lifecycle, const char *name,
                            const char *uuid, int event, int detail);

/** qv_event_kind: the kind number @n, NULL after the last. */
const QvEventKind *qv_event_kind(guint n);

/**
 * qv_event_words:
 *
 * Returns: (transfer container): the names of all kinds, of all that happens in a lifecycle, and
 *   those of the monitor's own events; ended by NULL.
 */
GPtrArray *qv_event_words(void);
