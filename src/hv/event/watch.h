/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* watch: what happens to guests and to a hypervisor's other objects, as it happens. */
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

typedef struct QvWatch QvWatch;

/* Takes the event; called from the default GMainContext, as is the next. */
typedef void (*QvEventFunc)(QvEvent *event, gpointer data);
typedef void (*QvCloseFunc)(const char *reason, gpointer data);

/* What a watch is for. */
typedef struct {
    QvObjects objects;    /* whose events */
    QvGuest *guest;       /* of guests only this one; NULL for all */
    QvEventFunc on_event; /* is called for each */
    QvCloseFunc
        on_close;  /* (nullable): with a reason, not yet translated, when the connection is lost */
    gpointer data; /* for both */
    GDestroyNotify free_data; /* (nullable): ends it, when neither will be called again */
} QvWatchFor;

/** qv_event_object: how an event calls one of QvObjects; NULL for none of them. */
const char *qv_event_object(QvObjects object);

/** qv_event_kind: the kind number @n, NULL after the last. */
const QvEventKind *qv_event_kind(guint n);

/**
 * qv_event_words:
 *
 * Returns: (transfer container): the names of all kinds, of all that happens in a lifecycle, and
 *   those of the monitor's own events; ended by NULL.
 */
GPtrArray *qv_event_words(void);

/**
 * qv_event_prepare:
 *
 * Has the default GMainContext serve libvirt's connections. Must be called before a connection
 * whose events are wanted is opened.
 *
 * Returns: FALSE with @error (QV_ERROR_CONNECT).
 */
gboolean qv_event_prepare(GError **error);

/* A thread that serves the default GMainContext, for a command that works in others. */
typedef struct QvServer QvServer;

/** qv_event_serve: (transfer full): begins to serve. */
QvServer *qv_event_serve(void);

/** qv_event_serve_end: ends the thread. */
void qv_event_serve_end(QvServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvServer, qv_event_serve_end)

/**
 * qv_event_watch:
 *
 * Watches, and has the connection notice within 10 seconds that the daemon answers no more. What a
 * daemon or driver does not know of is left out, but for the lifecycles and a kind that is asked
 * for alone. Of the watches of a connection only the first is told of its loss.
 *
 * Returns: (transfer full): the watch; NULL with @error.
 */
QvWatch *qv_event_watch(QvConnection *connection, const QvWatchFor *what, GError **error);

/**
 * qv_event_watch_all:
 * @guests: (element-type QvGuest): of one or several connections
 *
 * Watches each of their connections.
 *
 * Returns: (transfer full) (element-type QvWatch): watches that end with it; NULL with @error.
 */
GPtrArray *qv_event_watch_all(GPtrArray *guests, const QvWatchFor *what, GError **error);

/** qv_event_unwatch: ends a watch, and with it what holds its connection open. */
void qv_event_unwatch(QvWatch *watch);
