/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hook: a command of the user's that is run for each event, within bounds. */
#pragma once

#include <glib.h>

typedef struct QvHook QvHook;

/**
 * qv_hook_new:
 * @command: a program and its arguments, quoted as for a shell; no shell runs it
 * @seconds: how long each run may take before it is killed
 *
 * Returns: (transfer full): NULL with @error (QV_ERROR_USAGE) for what cannot be run.
 */
QvHook *qv_hook_new(const char *command, guint seconds, GError **error);

/** qv_hook_free: kills what still runs. */
void qv_hook_free(QvHook *hook);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvHook, qv_hook_free)

/**
 * qv_hook_run:
 * @input: what the command finds on its standard input
 *
 * Runs the command at once, or when one of those that run ends; never waits. What goes wrong is a
 * note on standard error.
 */
void qv_hook_run(QvHook *hook, const char *input);

/** qv_hook_is_busy: whether a command runs or waits for its turn. */
gboolean qv_hook_is_busy(const QvHook *hook);
