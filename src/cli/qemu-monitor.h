/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu-monitor: QEMU's own monitor, for commands that speak to it. */
#pragma once

#include "cli/call.h"

/**
 * qv_monitor_ask: as qv_qmp(), and says so where libvirt calls the guest tainted from now on.
 */
char *qv_monitor_ask(QvGuest *guest, const char *command, gboolean human, GError **error);
