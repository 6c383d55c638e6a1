/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* remove-volume: what an interrupted command leaves to a process in the background. */
#include "cli/command.h"
#include "hv/volume.h"

static gboolean
run_remove_volume(QvCall *call, GError **error)
{
    QvConnection *connection = qv_call_connection(call, error);

    return connection != NULL &&
           qv_volume_remove_unfinished(connection, call->arguments[0], call->arguments[1], error);
}

const QvCommand qv_cmd_remove_volume = {
    .name = "remove-volume",
    .arguments = N_("POOL VOLUME"),
    .least = 2,
    .most = 2,
    .summary = N_("remove a volume as soon as libvirt has made it"),
    .flags = QV_HIDDEN | QV_CONNECTS,
    .run = run_remove_volume,
};
