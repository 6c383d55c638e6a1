/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds: what the tables of events and their registration share. */
#pragma once

#include "hv/event/watch.h"
#include "hv/libvirt.h"

/* The data of each callback that is registered. */
typedef struct {
    QvWatch *watch;
    const QvEventKind *kind;
} QvEventSink;

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

/** qv_event_emit: hands an event on to who watches; takes it. */
void qv_event_emit(const QvEventSink *sink, QvEvent *event);
