/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait-option: --wait of the commands that have guests run. */
#pragma once

#include "cli/call.h"

/* The option of every command that has guests run; it comes with --timeout. */
#define QV_WAIT_OPTION                                                                             \
    {                                                                                              \
        .name = "wait", .value = "running|agent|ip", .choices = "running|agent|ip",                \
        .otherwise = "running", .parse = qv_value_choice,                                          \
        .help = N_("then wait until they run, their agent answers or they have an address")        \
    }

/* For commands whose --timeout is for nothing else. */
#define QV_WAIT_OPTIONS                                                                            \
    QV_WAIT_OPTION,                                                                                \
    {                                                                                              \
        .name = "timeout", .value = N_("SECONDS"), .parse = qv_value_seconds,                      \
        .help = N_("how long to wait, 0 for no bound; 60 where it is not given")                   \
    }

/**
 * qv_call_wait_for:
 * @guests: (element-type QvGuest): of connections that were opened after qv_event_prepare()
 * @name: the option that says for what
 *
 * Returns: FALSE with @error as of qv_wait().
 */
gboolean qv_call_wait_for(QvCall *call, GPtrArray *guests, const char *name, GError **error);

/**
 * qv_call_wait:
 * @guests: (element-type QvGuest): of connections that were opened after qv_event_prepare()
 *
 * Waits for what --wait says; without it for nothing.
 *
 * Returns: FALSE with @error as of qv_wait().
 */
gboolean qv_call_wait(QvCall *call, GPtrArray *guests, GError **error);

/** qv_call_each_then_wait: qv_call_each(), and where all went well qv_call_wait(). */
gboolean qv_call_each_then_wait(QvCall *call, QvGuestFunc one, GError **error);
