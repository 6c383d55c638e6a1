/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream: a hypervisor's events without end, whatever becomes of its daemon. */
#pragma once

#include "hv/event/watch.h"

typedef struct QvStream QvStream;

/* Called from the default GMainContext, with no event after it. */
typedef void (*QvEndFunc)(const GError *error, gpointer data);

/**
 * qv_stream_new:
 * @connection: opened after qv_event_prepare()
 * @objects: whose events
 * @reconnect: whether to connect again when the connection is lost
 * @on_event: is called for each event, of "monitor" too: "disconnected" and "reconnected"
 * @on_end: is called with QV_ERROR_CONNECT when the connection is lost for good
 *
 * After each reconnection lists the guests, and tells as events what became of them meanwhile.
 * All that may take long is done by threads: the main loop never waits for a daemon.
 *
 * Returns: (transfer full): NULL with @error.
 */
QvStream *qv_stream_new(QvConnection *connection, QvObjects objects, gboolean reconnect,
                        QvEventFunc on_event, QvEndFunc on_end, gpointer data, GError **error);
void qv_stream_free(QvStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvStream, qv_stream_free)
