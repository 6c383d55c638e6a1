/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot: libvirt's records of a guest's snapshots, and what it does with them. */
#pragma once

#include "base/xml.h"
#include "hv/connection.h"

/**
 * qv_snapshot_list:
 *
 * Returns: (transfer full): <snapshots> around libvirt's XML of each, the current one with the
 *   attribute current="yes"; NULL with @error.
 */
xmlDoc *qv_snapshot_list(QvGuest *guest, GError **error);

/* How to make a snapshot. */
typedef enum {
    QV_SNAPSHOT_DISK_ONLY = 1 << 0,
    QV_SNAPSHOT_EXTERNAL = 1 << 1, /* into images that are there already */
    QV_SNAPSHOT_QUIESCE = 1 << 2,
} QvSnapshotFlags;

/**
 * qv_snapshot_create:
 * @snapshot: its XML
 *
 * Makes a snapshot of all disks or of none, with progress; a signal aborts it.
 */
gboolean qv_snapshot_create(QvGuest *guest, xmlNode *snapshot, QvSnapshotFlags flags,
                            GError **error);

/** qv_snapshot_redefine: replaces libvirt's record of a snapshot; makes it @current or not. */
gboolean qv_snapshot_redefine(QvGuest *guest, xmlNode *snapshot, gboolean current, GError **error);

/* What the guest does after it was reverted; the first is: what it did at the snapshot. */
typedef enum { QV_REVERT_AS_IT_WAS, QV_REVERT_RUNNING, QV_REVERT_PAUSED } QvRevert;

/** qv_snapshot_revert: has libvirt revert the guest; @force: also where it must be started anew. */
gboolean qv_snapshot_revert(QvGuest *guest, const char *name, QvRevert then, gboolean force,
                            GError **error);

/**
 * qv_snapshot_delete:
 * @only_record: whether the disks and the memory stay
 *
 * Returns: FALSE with @error.
 */
gboolean qv_snapshot_delete(QvGuest *guest, const char *name, gboolean only_record, GError **error);

/** qv_snapshot_memory: (transfer full): the domain's XML in a file of saved memory. */
xmlDoc *qv_snapshot_memory(QvConnection *connection, const char *file, GError **error);

/** qv_snapshot_restore: starts @guest from a file of saved memory, with another XML. */
gboolean qv_snapshot_restore(QvGuest *guest, const char *file, xmlNode *domain, QvRevert then,
                             GError **error);
