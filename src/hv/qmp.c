/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qmp: QEMU's own monitor, through libvirt. */
#include "hv/qmp.h"

#include "base/error.h"
#include "hv/libvirt.h"

char *
qv_qmp(QvGuest *guest, const char *command, gboolean human, GError **error)
{
    char *answer = NULL;
    g_autofree char *copy = NULL;

    if (!qv_libvirt_load_qemu(error))
        return NULL;
    if (virDomainQemuMonitorCommand(guest, command, &answer,
                                    human ? VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP : 0) < 0) {
        qv_libvirt_fail(error);
        g_prefix_error(error, _("QEMU's monitor of guest '%s': "), virDomainGetName(guest));
        return NULL;
    }
    copy = g_strdup(answer);
    free(answer);
    return g_steal_pointer(&copy);
}

int
qv_guest_taints(QvGuest *guest)
{
    char **messages = NULL;
    int n = virDomainGetMessages(guest, &messages, VIR_DOMAIN_MESSAGE_TAINTING);

    for (int i = 0; i < n; i++)
        free(messages[i]);
    free(messages);
    return MAX(n, 0);
}
