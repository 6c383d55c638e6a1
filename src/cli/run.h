/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run: reads a command line by the command's tables, and runs it. */
#pragma once

#include "cli/call.h"

/**
 * qv_command_run:
 * @words: the command line, the command's name first, ended by NULL
 *
 * Finds the command, reads its options and runs it.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_command_run(QvSession *session, GStrv words, GError **error);
