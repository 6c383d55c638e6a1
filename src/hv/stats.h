/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stats: takes samples of a host's guests; a guest that hangs does not hold up the others. */
#pragma once

#include "hv/connection.h"
#include "hv/sample.h"

/* One host, asked again and again. Not to be used by two threads at once. */
typedef struct QvSampler QvSampler;

typedef enum {
    QV_SAMPLE_UUIDS = 1 << 0, /* with UUIDs, which libvirt takes as long for as for all figures */
    QV_SAMPLE_SOME = 1 << 1,  /* guests may be on other hosts: those not here are passed over */
} QvSampleFlags;

/**
 * qv_sampler_new:
 * @place: where a connection is and will be: the sampler puts another one there when it was lost
 *   or a call had to be left behind on it, and NULL where it can have none
 */
QvSampler *qv_sampler_new(QvConnection **place, QvSampleFlags flags);
void qv_sampler_free(QvSampler *sampler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSampler, qv_sampler_free)

/**
 * qv_sampler_take:
 * @all: also guests that do not run
 * @wanted: (nullable): names, UUIDs, ids and globs, ended by NULL; all guests for NULL
 *
 * Asks the host once for all guests. Takes about a second longer where one hangs, and that once
 * only. Connects again where the connection was lost.
 *
 * Returns: (transfer full) (element-type QvSample): sorted by name; NULL with @error.
 */
GPtrArray *qv_sampler_take(QvSampler *sampler, gboolean all, const char *const *wanted,
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
