/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stats: takes samples of a host's guests; a guest that hangs does not hold up the others. */
#pragma once

#include "hv/connection.h"
#include "hv/sample.h"

/* One host, asked again and again. Not to be used by two threads at once. */
typedef struct QvSampler QvSampler;

/* Returns: (transfer full) (element-type QvGuest): the guests to sample; NULL with @error. */
typedef GPtrArray *(*QvChooseFunc)(QvConnection *connection, gpointer data, GError **error);

/**
 * qv_sampler_new:
 * @place: where a connection is and will be: the sampler puts another one there when it was lost
 *   or a call had to be left behind on it, and NULL where it can have none
 * @uuids: whether to read UUIDs, which libvirt takes as long for as for all figures
 */
QvSampler *qv_sampler_new(QvConnection **place, gboolean uuids);
void qv_sampler_free(QvSampler *sampler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSampler, qv_sampler_free)

/**
 * qv_sampler_take:
 * @all: also guests that do not run, where none are chosen
 * @choose: (nullable): is asked each time with @data which guests to sample; NULL for all
 *
 * Asks the host once for all guests. Takes about a second longer where one hangs, and that once
 * only. Connects again where the connection was lost.
 *
 * Returns: (transfer full) (element-type QvSample): sorted by name; NULL with @error.
 */
GPtrArray *qv_sampler_take(QvSampler *sampler, gboolean all, QvChooseFunc choose, gpointer data,
                           GError **error);

/**
 * qv_stats_hung:
 * @place: as for qv_sampler_new()
 *
 * Finds guests that run and whose QEMU does not answer, in no more than about 0.3 s: where very
 * many run, or several hang, it may not get to all of them.
 *
 * Returns: (transfer full) (element-type utf8): their names.
 */
GHashTable *qv_stats_hung(QvConnection **place);
