/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hosts-conf: the groups of hosts in hosts.conf. */
#pragma once

#include <glib.h>

/**
 * qv_hosts_conf_read:
 * @group: a section of hosts.conf, in the user's configuration or else in /etc/qvirt
 * @names: (out): the names of its hosts
 * @uris: (out): their URIs, or libvirt's own aliases of them, in the same order
 *
 * Returns: FALSE with @error: QV_ERROR_NOT_FOUND where there is no such file or group, naming the
 *   nearest; QV_ERROR_FAILED where the file is not right.
 */
gboolean qv_hosts_conf_read(const char *group, GStrv *names, GStrv *uris, GError **error);
