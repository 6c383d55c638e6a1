/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host: the record of what a host can do, from which the facts are read. */
#pragma once

#include "hv/connection.h"
#include "model/build.h"

/**
 * qv_host_record:
 *
 * Returns: (transfer full): a <host> document: libvirt's capabilities as they are, and beside
 *   them what libvirt does not tell: free huge pages, active networks, directories, and whether
 *   QEMU's user may open /dev/kvm. NULL with @error.
 */
xmlDoc *qv_host_record(QvConnection *connection, GError **error);

/**
 * qv_host_add_target:
 * @host: the root of a record
 *
 * Adds the domain capabilities of a target, once. A driver without them adds nothing.
 */
gboolean qv_host_add_target(QvConnection *connection, xmlNode *host, const QvTarget *target,
                            GError **error);
