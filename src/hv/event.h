/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event: what happens to guests, as it happens. */
#pragma once

#include "hv/connection.h"

/* Called for each event: the guest's name and UUID, what happened, and why (or NULL). */
typedef void (*QvEventFunc)(const char *name, const char *uuid, const char *event,
                            const char *detail, gpointer data);

/**
 * qv_event_prepare:
 *
 * Has the default GMainContext serve libvirt's connections. Must be called before a connection
 * whose events are wanted is opened.
 *
 * Returns: FALSE with @error (QV_ERROR_CONNECT).
 */
gboolean qv_event_prepare(GError **error);

/**
 * qv_event_watch:
 * @guest: (nullable): one guest; NULL for all
 * @on_event: is called from the default GMainContext
 * @on_close: is called with a reason when the connection is lost
 *
 * Returns: FALSE with @error.
 */
gboolean qv_event_watch(QvConnection *connection, QvGuest *guest, QvEventFunc on_event,
                        void (*on_close)(const char *reason, gpointer data), gpointer data,
                        GError **error);
