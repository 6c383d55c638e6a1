/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshots: what the commands about snapshots share. */
#pragma once

#include "base/undo.h"
#include "cli/command.h"

/* A guest with its snapshots. */
typedef struct {
    QvConnection *connection; /* the guest's */
    QvGuest *guest;
    xmlDoc *records; /* of the stage "snapshots": a <record> around libvirt's own of each */
} QvSnapshots;

/** qv_snapshots_load: (transfer full): of the guest that the call's first argument names. */
QvSnapshots *qv_snapshots_load(QvCall *call, GError **error);
void qv_snapshots_free(QvSnapshots *snapshots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSnapshots, qv_snapshots_free)

/** qv_snapshots_find: the <record> of @name; NULL with @error (QV_ERROR_NOT_FOUND). */
xmlNode *qv_snapshots_find(QvSnapshots *snapshots, const char *name, GError **error);

/** qv_snapshots_any: whether there is a snapshot of @kind, internal or external. */
gboolean qv_snapshots_any(QvSnapshots *snapshots, const char *kind);

/**
 * qv_snapshots_overlay:
 * @snapshot: the name of the snapshot after which the overlay is called
 * @disk: a <disk> of the stage "disks"
 * @made: gets the overlay's path
 * @undo: learns of it
 *
 * Returns: the path of a new overlay on the disk's image, which belongs to @made; NULL with @error.
 */
const char *qv_snapshots_overlay(QvSnapshots *snapshots, const char *snapshot, xmlNode *disk,
                                 GPtrArray *made, QvUndo *undo, GError **error);

/**
 * qv_snapshots_drop:
 * @before: all images that the guest had, see qv_chain_of_guest()
 *
 * Deletes the overlays and files of memory that were made for the guest, and that neither it nor
 * anybody else needs any more. Where that cannot be said for sure, nothing is deleted, and that is
 * said.
 */
void qv_snapshots_drop(QvSnapshots *snapshots, xmlDoc *before);

/* The columns of a snapshot. */
extern const QvColumn qv_snapshot_columns[];

/** qv_snapshots_add: adds what a <record> says; @tree: with its name indented. */
void qv_snapshots_add(QvRecords *records, xmlNode *record, gboolean tree);
