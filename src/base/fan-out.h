/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fan-out: many pieces of work at the same time, of which any may never come back. */
#pragma once

#include <glib.h>

typedef struct QvFanOut QvFanOut;

/**
 * qv_fan_out_new:
 * @n: how many places for work there are
 * @at_once: how many of them are worked on at the same time
 */
QvFanOut *qv_fan_out_new(guint n, guint at_once);

/** qv_fan_out_free: leaves what is not done to itself; a process that ends does not wait for it. */
void qv_fan_out_free(QvFanOut *fan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvFanOut, qv_fan_out_free)

/**
 * qv_fan_out_begin:
 * @place: one where no work is under way
 * @work: is called with @data in a thread, in the order in which work was begun
 * @free_data: (nullable): is called with @data when the work is done
 */
void qv_fan_out_begin(QvFanOut *fan, guint place, void (*work)(gpointer data), gpointer data,
                      GDestroyNotify free_data);

/** qv_fan_out_is_busy: whether work is under way at @place, or waits for its turn. */
gboolean qv_fan_out_is_busy(QvFanOut *fan, guint place);

/**
 * qv_fan_out_wait:
 * @end: until when to wait, of the monotonic clock; G_MAXINT64 for no bound
 *
 * Returns: TRUE when the work at @place is done, and all that it wrote may be read.
 */
gboolean qv_fan_out_wait(QvFanOut *fan, guint place, gint64 end);

/** qv_fan_out_serve: waits until all is done, while the default GMainContext is served. */
void qv_fan_out_serve(QvFanOut *fan);
