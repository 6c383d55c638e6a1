/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* samples: the figures of guests as records, once or again and again. */
#pragma once

#include "cli/poll.h"
#include "cli/usage-table.h"

/* What the column of UUIDs needs. */
#define QV_SAMPLES_UUID QV_NEEDS_LITTLE

/* The columns of guests' figures. */
extern const QvColumn qv_stats_columns[];

/**
 * qv_stats_follow:
 * @interval: milliseconds
 * @count: how often; 0 for until Ctrl-C
 *
 * Prints the guests' rates at each interval: a table, or a line of JSON for each guest. A
 * connection that is lost is opened again.
 */
gboolean qv_stats_follow(QvCall *call, guint interval, guint count, GError **error);

/**
 * qv_samples_take: (transfer full) (element-type QvAnswer): what all hosts say now, with --all also
 * of the guests that do not run. Says which guests could not be read.
 */
GPtrArray *qv_samples_take(QvCall *call, QvPoll *poll);

/**
 * qv_samples_check:
 * @answers: the first ones
 *
 * Returns: FALSE with @error where no host answers, or where all do and a guest is on none.
 */
gboolean qv_samples_check(QvPoll *poll, GPtrArray *answers, GError **error);

/** qv_samples_tell_news: says of which hosts have fallen silent since the last answers. */
void qv_samples_tell_news(GPtrArray *answers);

/** qv_samples_add: adds a record of qv_stats_columns; @rates: (nullable). */
void qv_samples_add(QvRecords *records, const char *host, const QvSample *sample,
                    const QvRates *rates, const char *time);

/** qv_time_now: (transfer full): this moment, as columns have it. */
char *qv_time_now(void);

/** qv_sleep_until: sleeps until @end of the monotonic clock; FALSE if a signal came before. */
gboolean qv_sleep_until(gint64 end);
