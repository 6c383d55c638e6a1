/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* watch: libvirt's events about a connection's guests and other objects, as they come. */
#pragma once

#include "hv/event/event.h"

typedef struct QvWatch QvWatch;

/* Called from the default GMainContext. */
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

/** qv_event_unwatch: ends a watch, and with it what holds its connection open; of a daemon that
    hangs once it answers, or never. */
void qv_event_unwatch(QvWatch *watch);
