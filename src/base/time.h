/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* time: the one way in which a moment is written. */
#pragma once

#include <glib.h>

/**
 * qv_time_format:
 * @microseconds: since 1970 in UTC
 * @milliseconds: whether they are shown too
 *
 * Returns: (transfer full) (nullable): the local time with its offset from UTC, as ISO 8601 writes
 *   it: 2026-11-28T10:00:00+01:00; NULL where no calendar has it.
 */
char *qv_time_format(gint64 microseconds, gboolean milliseconds);
