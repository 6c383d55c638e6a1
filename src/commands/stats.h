/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stats: what stats and top have in common. */
#pragma once

#include "commands/survey.h"

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
