/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest-watch: tells when one guest comes and goes, or the connection to it is lost. */
#pragma once

#include "hv/connection.h"

typedef enum { QV_CAME, QV_WENT, QV_REBOOTED, QV_LOST } QvChange;

typedef struct QvGuestWatch QvGuestWatch;

/**
 * qv_guest_watch_watch:
 * @guest: of a connection that was opened after qv_event_prepare()
 * @on_change: is called from the default GMainContext; may not end the watch
 *
 * Returns: (transfer full): the watch; NULL with @error.
 */
QvGuestWatch *qv_guest_watch_watch(QvGuest *guest,
                                   void (*on_change)(QvChange change, gpointer data), gpointer data,
                                   GError **error);

/** qv_guest_watch_end: ends the watch. */
void qv_guest_watch_end(QvGuestWatch *presence);
