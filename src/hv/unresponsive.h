/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unresponsive: finds guests whose QEMU does not answer. */
#pragma once

#include "hv/libvirt.h"

/**
 * qv_unresponsive_find:
 * @connection: one that no call is under way on
 * @suspects: (nullable): guests of this connection, ended by NULL; all that run for NULL
 * @threshold: how long QEMU's monitor must have been silent, in milliseconds
 * @busy: (out) (nullable): whether others are silent for less than that
 *
 * Finds guests that somebody has asked something and that have not answered since. It asks
 * libvirt's control interface, which takes no lock and does not ask QEMU.
 *
 * Returns: (transfer full) (element-type utf8): their names; NULL where the daemon itself does not
 *   answer, and @connection is lost.
 */
GHashTable *qv_unresponsive_find(virConnect *connection, virDomainPtr *suspects, guint threshold,
                                 gboolean *busy);

/** qv_unresponsive_none: (transfer full): a set without members. */
GHashTable *qv_unresponsive_none(void);

/** qv_unresponsive_copy: (transfer full): @guests, each with a reference more. */
virDomainPtr *qv_unresponsive_copy(virDomainPtr *guests);

/** qv_unresponsive_free: gives the references up; @guests may be NULL. */
void qv_unresponsive_free(virDomainPtr *guests);
