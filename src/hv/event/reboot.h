/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reboot: asks guests to reboot, and sees that they do. */
#pragma once

#include "hv/connection.h"

/* The reboots of all guests of some connections, counted as they happen. */
typedef struct QvReboots QvReboots;

/**
 * qv_reboots_new:
 * @guests: (element-type QvGuest): of connections that were opened after qv_event_prepare()
 *
 * Begins to count the reboots of these and all others on their hosts. A thread of its own serves
 * the events from here on.
 *
 * Returns: (transfer full): the count; NULL with @error where the driver has no such event.
 */
QvReboots *qv_reboots_new(GPtrArray *guests, GError **error);

/** qv_reboots_free: ends the counting and its thread. */
void qv_reboots_free(QvReboots *reboots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvReboots, qv_reboots_free)

/**
 * qv_guest_reboot:
 * @seconds: how long to wait for the guest to obey; 0 for no bound
 *
 * Returns: FALSE with @error: QV_ERROR_TIMEOUT when it did not reboot in that time.
 */
gboolean qv_guest_reboot(QvReboots *reboots, QvGuest *guest, guint seconds, GError **error);
