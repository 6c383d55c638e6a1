/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool: storage pools, in which libvirt makes volumes. */
#pragma once

#include "base/undo.h"
#include "hv/connection.h"

/* libvirt's own type, under a name that needs none of its headers. */
typedef struct _virStoragePool QvPool;

/**
 * qv_pool_directory:
 *
 * Returns: (transfer full): where pool @name keeps its volumes, or where a pool of that name
 *   would be made.
 */
char *qv_pool_directory(QvConnection *connection, const char *name);

/**
 * qv_pool_ready:
 * @undo: learns of a pool that was made or started
 *
 * Has pool @name work, and know all of its files; only "default" is made where it is missing, as
 * the other tools do.
 *
 * Returns: (transfer full): the pool; NULL with @error.
 */
QvPool *qv_pool_ready(QvConnection *connection, const char *name, QvUndo *undo, GError **error);

/**
 * qv_pool_borrow:
 * @undo: ends the pool, also where all else is kept
 *
 * Makes a pool around a directory for as long as the command runs: libvirt makes and copies files
 * in pools only.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_pool_borrow(QvConnection *connection, const char *directory, QvUndo *undo,
                        GError **error);
