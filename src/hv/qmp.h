/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qmp: QEMU's own monitor, through libvirt. */
#pragma once

#include "hv/connection.h"

/**
 * qv_qmp:
 * @command: JSON of QEMU's monitor protocol, or with @human a line of its human monitor
 *
 * Returns: (transfer full): QEMU's answer as it came; NULL with @error where libvirt could not ask.
 */
char *qv_qmp(QvGuest *guest, const char *command, gboolean human, GError **error);

/** qv_guest_taints: how many reasons libvirt has to call the guest tainted; 0 if it cannot say. */
int qv_guest_taints(QvGuest *guest);
