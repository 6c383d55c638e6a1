/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent-call: what the commands to a guest's agent share. */
#pragma once

#include "cli/call.h"

/* Goes into each one's table of options. */
#define QV_AGENT_OPTIONS                                                                           \
    {                                                                                              \
        .name = "timeout", .value = N_("SECONDS"), .choices = "[1-9][0-9]{0,4}",                   \
        .parse = qv_value_match,                                                                   \
        .help = N_("how long to wait for an answer; 5 where it is not given")                      \
    }

/* The options of a command that has no others. */
extern const QvSetting qv_agent_options[];

/* The column of what was frozen or thawed. */
extern const QvColumn qv_agent_count_columns[];

/** qv_agent_guest: (transfer full): the guest that the first argument names; NULL with @error. */
QvGuest *qv_agent_guest(QvCall *call, GError **error);

/** qv_agent_timeout: seconds to wait for an answer. */
guint qv_agent_timeout(QvCall *call);

/** qv_agent_rest: (transfer none) (nullable): what follows the guest. */
GStrv qv_agent_rest(QvCall *call);

/**
 * qv_agent_print_count:
 * @count: file systems; below 0 where @error is set already
 */
gboolean qv_agent_print_count(QvCall *call, int count, GError **error);
