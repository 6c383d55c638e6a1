/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scope: whether a command changes the running guest, its definition or both. */
#pragma once

#include "cli/call.h"
#include "hv/device.h"

/* The options of every command that changes a guest. */
#define QV_SCOPE_OPTIONS                                                                           \
    {.name = "live",                                                                               \
     .parse = qv_value_text,                                                                       \
     .help = N_("the running guest only; its next start knows nothing of it")},                    \
    {                                                                                              \
        .name = "config", .parse = qv_value_text, .help = N_("from the next start on only")        \
    }

/**
 * qv_scope:
 * @where: (out): what --live and --config say; without them the guest where it runs, and its
 *   definition where it has one
 *
 * Returns: FALSE with @error where the guest does not run, or has no definition.
 */
gboolean qv_scope(QvCall *call, QvGuest *guest, QvScope *where, GError **error);

/**
 * qv_scope_xml: (transfer full): the guest's XML that a change begins with: of its definition where
 * that changes, else of the running guest.
 */
xmlDoc *qv_scope_xml(QvGuest *guest, QvScope where, GError **error);
