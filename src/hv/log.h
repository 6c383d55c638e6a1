/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log: the last words of a guest's QEMU. */
#pragma once

#include "hv/connection.h"

/**
 * qv_log_tail:
 *
 * Returns: (transfer full) (nullable): what QEMU wrote since the guest was last started, without
 *   its command line, at most five lines, joined by "; "; NULL where the log cannot be read.
 */
char *qv_log_tail(QvGuest *guest);

/**
 * qv_log_words:
 * @log: the text of a log
 *
 * As qv_log_tail(), of a log in memory.
 */
char *qv_log_words(const char *log);
