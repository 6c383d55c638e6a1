/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* poll: samples of all hosts of a call, again and again; one that hangs does not stop the
 * others. */
#pragma once

#include "cli/select.h"
#include "hv/stats.h"

/* Not to be used by two threads at once. */
typedef struct QvPoll QvPoll;

/**
 * qv_poll_new:
 * @uuids: whether the samples need UUIDs
 *
 * Of the guests that the call's arguments and filters mean, as cli/select.h has it; only hosts
 * where there may be such guests are asked. Takes the hosts' connections over. One host alone is
 * connected here.
 *
 * Returns: NULL with @error.
 */
QvPoll *qv_poll_new(QvCall *call, gboolean uuids, GError **error);

/** qv_poll_free: leaves hosts that do not answer to themselves. */
void qv_poll_free(QvPoll *poll);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvPoll, qv_poll_free)

/**
 * qv_poll_take:
 * @all: also guests that do not run, where neither words nor filters say which
 *
 * Asks all hosts at the same time, after connecting where that was not done or was lost. Where
 * there are several, one that was silent the time before is not waited for, and any other for
 * seconds; what it says later is in a later answer.
 *
 * Returns: (transfer full) (element-type QvAnswer): one for each host, in their order; the result
 *   is a GPtrArray of QvSample.
 */
GPtrArray *qv_poll_take(QvPoll *poll, gboolean all);

/** qv_poll_answered: whether any of the answers has a result. */
gboolean qv_poll_answered(GPtrArray *answers);

/** qv_poll_select: (transfer none): which guests the poll is about. */
QvSelect *qv_poll_select(QvPoll *poll);
