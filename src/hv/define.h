/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* define: makes guests of domains, and changes what libvirt keeps of them. */
#pragma once

#include "base/undo.h"
#include "hv/guest.h"

/** qv_guest_put: defines the domain anew as it stands, without looking at what libvirt kept. */
gboolean qv_guest_put(QvConnection *connection, xmlNode *domain, GError **error);

/**
 * qv_guest_define:
 * @domain: the domain's XML
 * @undo: learns of the definition
 *
 * Has libvirt validate and define the domain, then compares what it kept with what was asked.
 *
 * Returns: (transfer full): the guest; NULL with @error: QV_ERROR_FAILED for a name that is
 *   taken, QV_ERROR_TEMPLATE for what libvirt dropped.
 */
QvGuest *qv_guest_define(QvConnection *connection, xmlDoc *domain, QvUndo *undo, GError **error);

/**
 * qv_guest_redefine:
 * @domain: the domain's element, with the UUID of a guest that is there
 *
 * As qv_guest_define(), for new XML of a guest that is there. What libvirt refuses leaves the
 * guest as it was.
 */
gboolean qv_guest_redefine(QvConnection *connection, xmlNode *domain, GError **error);

/**
 * qv_guest_undefine:
 *
 * Removes the definition with all that hangs on it: UEFI variables, TPM state, managed save, the
 * metadata of snapshots and checkpoints.
 */
gboolean qv_guest_undefine(QvGuest *guest, GError **error);

/** qv_guest_flags: whether it starts with the host, and whether it outlives a shutdown. */
void qv_guest_flags(QvGuest *guest, gboolean *autostart, gboolean *persistent);

/** qv_guest_autostart: whether the guest starts with the host. */
gboolean qv_guest_autostart(QvGuest *guest, gboolean on, GError **error);

/** qv_guest_rename: gives a guest that is off another name. */
gboolean qv_guest_rename(QvGuest *guest, const char *name, GError **error);
