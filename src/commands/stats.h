/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stats: what stats and top have in common. */
#pragma once

#include "commands/command.h"
#include "hv/stats.h"

/* The columns of guests' figures. */
extern const QvColumn qv_stats_columns[];

/** qv_stats_place: where the connection of the call's one host is. */
QvConnection **qv_stats_place(QvCall *call);

/** qv_stats_take: a sample of the guests that the call's arguments and --all ask for. */
GPtrArray *qv_stats_take(QvCall *call, QvSampler *sampler, GError **error);

/**
 * qv_stats_follow:
 * @interval: milliseconds
 * @count: how often; 0 for until Ctrl-C
 *
 * Prints the guests' rates at each interval: a table, or a line of JSON for each guest. A
 * connection that is lost is opened again.
 */
gboolean qv_stats_follow(QvCall *call, QvSampler *sampler, guint interval, guint count,
                         GError **error);
