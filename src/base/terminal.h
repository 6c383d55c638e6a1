/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* terminal: the user's terminal, handed through to a guest. */
#pragma once

#include <glib.h>

typedef struct QvTerminal QvTerminal;

/**
 * qv_terminal_raw:
 * @descriptor: a terminal
 *
 * Every key, Ctrl-C too, is a byte from now on.
 *
 * Returns: (transfer full): what it was; NULL with @error.
 */
QvTerminal *qv_terminal_raw(int descriptor, GError **error);

/** qv_terminal_restore: makes the terminal what it was. */
void qv_terminal_restore(QvTerminal *terminal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvTerminal, qv_terminal_restore)

/** qv_terminal_size: FALSE where @descriptor is no terminal or has no size. */
gboolean qv_terminal_size(int descriptor, guint *rows, guint *columns);
