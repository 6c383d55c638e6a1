/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log: where QEMU's logs are, and a guest's last words in them. */
#pragma once

#include "hv/connection.h"

/** qv_log_directory: (transfer full): where libvirt keeps the logs of QEMU. */
char *qv_log_directory(QvConnection *connection);

/**
 * qv_log_make_directory:
 *
 * A session's libvirtd makes that directory at its first guest's start, but only after it opened
 * the logs of the guest's consoles in it.
 */
void qv_log_make_directory(QvConnection *connection);

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
