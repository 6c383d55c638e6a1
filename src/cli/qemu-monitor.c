/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu-monitor: QEMU's own monitor, for commands that speak to it. */
#include "cli/qemu-monitor.h"

#include "hv/qmp.h"

char *
qv_monitor_ask(QvGuest *guest, const char *command, gboolean human, GError **error)
{
    int before = qv_guest_taints(guest);
    g_autofree char *answer = qv_qmp(guest, command, human, error);

    if (qv_guest_taints(guest) > before)
        qv_warn(_("libvirt calls guest '%s' tainted from now on: QEMU was spoken to past it"),
                qv_guest_name(guest));
    return g_steal_pointer(&answer);
}
