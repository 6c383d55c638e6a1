/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interrupt: SIGINT and SIGTERM end a command between two steps, so that it can clean up. */
#pragma once

#include <glib.h>

/**
 * qv_interrupt_catch:
 *
 * From now on the first SIGINT or SIGTERM is remembered; a second one ends the process at once.
 */
void qv_interrupt_catch(void);

/** qv_interrupt_descriptor: becomes readable at such a signal, for those who wait in a loop. */
int qv_interrupt_descriptor(void);

/**
 * qv_interrupt_check:
 *
 * Returns: TRUE while no signal came; else FALSE with @error, whose exit status is 128 and the
 *   signal's number.
 */
gboolean qv_interrupt_check(GError **error);

/** qv_interrupt_sleep: sleeps, but no longer than until a signal comes. */
void qv_interrupt_sleep(guint milliseconds);
