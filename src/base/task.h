/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* errand: work in a thread of its own, which may never come back. */
#pragma once

#include <glib.h>

typedef struct QvErrand QvErrand;

/**
 * qv_errand_new:
 * @work: is called with @data in a new thread
 * @free_data: (nullable): frees @data once both the thread and the caller are done with it
 *
 * Returns: (transfer full): the errand, under way.
 */
QvErrand *qv_errand_new(void (*work)(gpointer data), gpointer data, GDestroyNotify free_data);

/** qv_errand_unref: leaves the errand to itself; a process that ends does not wait for it. */
void qv_errand_unref(QvErrand *errand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvErrand, qv_errand_unref)

/**
 * qv_errand_wait:
 * @milliseconds: how long to wait
 *
 * Returns: TRUE when the work is done, and its data may be read; FALSE while it is not.
 */
gboolean qv_errand_wait(QvErrand *errand, guint milliseconds);
