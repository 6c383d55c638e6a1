/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event: what happened to a guest or another object of a hypervisor. */
#pragma once

#include <json-glib/json-glib.h>

#include "hv/connection.h"

/* Whom events are about. */
typedef enum {
    QV_ABOUT_GUESTS = 1 << 0,
    QV_ABOUT_NETWORKS = 1 << 1,
    QV_ABOUT_POOLS = 1 << 2,
    QV_ABOUT_DEVICES = 1 << 3,
    QV_ABOUT_SECRETS = 1 << 4,
    /* Of guests single kinds, for who watches no others. */
    QV_GUEST_LIFECYCLE = 1 << 5,
    QV_GUEST_REBOOT = 1 << 6,
    QV_GUEST_AGENT = 1 << 7,
} QvObjects;

/* A kind of events: a row of the tables in kinds-guest.c and kinds-object.c. */
typedef struct {
    int id; /* libvirt's */
    QvObjects object;
    const char *name; /* stable: virsh's, or the shorter of a pair of it */
    const char *help;
    GCallback callback; /* libvirt's of that kind; takes a QvEventSink as its data */
    QvObjects alone;    /* what also chooses this kind, but no other */
} QvEventKind;

/* One event. All words are stable and never translated. */
typedef struct {
    const QvConnection *connection; /* where from; NULL for the monitor's own */
    const char *object; /* "guest", "network", "pool", "device", "secret", or "monitor" */
    const char *kind;   /* the name of its QvEventKind */
    const char *event;  /* what happened: of a lifecycle "started" and the like, else the kind */
    char *detail;       /* how or why, or NULL */
    char *name;         /* of whom; NULL for the monitor */
    char *uuid;         /* or NULL */
    int id;             /* of a running guest, else -1 */
    gint64 time;        /* when it came, in microseconds since 1970 */
    JsonObject *fields; /* what else libvirt says of it */
} QvEvent;

/** qv_event_new: an event of now; copies @name and @uuid, takes @detail. */
QvEvent *qv_event_new(const char *object, const char *kind, const char *event, const char *name,
                      const char *uuid, char *detail);
void qv_event_free(QvEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvEvent, qv_event_free)

/** qv_event_is_about: whether it is one of @guest, on that connection. */
gboolean qv_event_is_about(const QvEvent *event, QvGuest *guest);

/* Takes the event; called from the default GMainContext. */
typedef void (*QvEventFunc)(QvEvent *event, gpointer data);

/* The data of libvirt's callback of a kind: where its events go. */
typedef struct {
    const QvEventKind *kind;
    const QvConnection *connection;
    const gint *over; /* whether nothing is to go there any more */
    QvEventFunc on_event;
    gpointer data;
} QvEventSink;

/** qv_event_object: how an event calls one of QvObjects; NULL for none of them. */
const char *qv_event_object(QvObjects object);

/** qv_event_emit: hands an event on to who watches; takes it. */
void qv_event_emit(const QvEventSink *sink, QvEvent *event);
