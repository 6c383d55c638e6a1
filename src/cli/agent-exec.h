/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent-exec: runs a command inside of a guest. */
#pragma once

#include "cli/command.h"

/**
 * qv_agent_exec:
 * @command: the command and its arguments; no shell reads them
 * @timeout: seconds to wait for its end
 *
 * Prints what the command wrote when it has ended; at a terminal, safely.
 *
 * Returns: FALSE with @error: QV_ERROR_FAILED naming the status unless it ended with 0,
 *   QV_ERROR_TIMEOUT when it still runs.
 */
gboolean qv_agent_exec(QvCall *call, QvGuest *guest, GStrv command, guint timeout, GError **error);
