/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait: until guests are in a state, have an agent or have an address. */
#pragma once

#include "hv/connection.h"

/* What can be waited for. */
typedef enum {
    QV_UNTIL_RUNNING,
    QV_UNTIL_OFF,
    QV_UNTIL_PAUSED,
    QV_UNTIL_CRASHED,
    QV_UNTIL_AGENT, /* it answers */
    QV_UNTIL_IP,    /* an address that is not a loopback's */
} QvUntil;

/* Their names, in that order, "|" between them, for qv_value_choice(). */
#define QV_UNTIL_CHOICES "running|off|paused|crashed|agent|ip"

/** qv_until_parse: the condition called @name, which is one of QV_UNTIL_CHOICES. */
QvUntil qv_until_parse(const char *name);

/**
 * qv_wait:
 * @guests: (element-type QvGuest): of connections that were opened after qv_event_prepare()
 * @until: what is waited for, of all of them
 * @seconds: how long at most; 0 for no bound
 *
 * Waits by libvirt's events, so that a state that lasts a moment only counts too; addresses, for
 * which there are none, and agents that are not up yet are asked for once a second. Runs the
 * default GMainContext meanwhile. Ends at a signal that qv_interrupt_catch() catches.
 *
 * Returns: FALSE with @error: QV_ERROR_TIMEOUT naming the guests that are not there yet,
 *   QV_ERROR_CONNECT when the connection is lost, QV_ERROR_NOT_FOUND when a guest is gone,
 *   QV_ERROR_FAILED when a guest can have no agent.
 */
gboolean qv_wait(GPtrArray *guests, QvUntil until, guint seconds, GError **error);
