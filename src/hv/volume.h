/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume: volumes, made and found through libvirt's storage API. */
#pragma once

#include "base/undo.h"
#include "base/xml.h"
#include "hv/connection.h"

/**
 * qv_volume_find:
 *
 * Returns: (transfer full): the XML of a volume; NULL with @error (QV_ERROR_NOT_FOUND) naming the
 *   pool or the volume that is not there.
 */
xmlDoc *qv_volume_find(QvConnection *connection, const char *pool, const char *volume,
                       GError **error);

/**
 * qv_volume_find_path:
 *
 * As qv_volume_find(), by the path on the hypervisor's host.
 */
xmlDoc *qv_volume_find_path(QvConnection *connection, const char *path, GError **error);

/** qv_volume_path: (transfer full): the path of a volume; NULL with @error as above. */
char *qv_volume_path(QvConnection *connection, const char *pool, const char *volume,
                     GError **error);

/**
 * qv_volume_plan:
 * @name: the file's name
 * @size: in bytes
 * @image: thin, fast, full or raw
 *
 * Returns: (transfer full): <made preallocate=> around the XML of a volume that is not made yet;
 *   NULL with @error.
 */
xmlDoc *qv_volume_plan(const char *name, const char *size, const char *image, GError **error);

/**
 * qv_volume_create:
 * @pool: a pool's name; the pool is made where it is missing and started where it is not active
 * @made: as of qv_volume_plan()
 * @undo: learns what was made
 *
 * Returns: FALSE with @error; a volume of that name is an error, and is left alone.
 */
gboolean qv_volume_create(QvConnection *connection, const char *pool, xmlDoc *made, QvUndo *undo,
                          GError **error);

/**
 * qv_volume_look:
 * @path: a file on the hypervisor's host
 * @undo: keeps a pool that is made around the file's directory where it lies in none
 *
 * Returns: (transfer full): the XML of the volume; NULL with @error.
 */
xmlDoc *qv_volume_look(QvConnection *connection, const char *path, QvUndo *undo, GError **error);

/**
 * qv_volume_copy:
 * @path: the image to copy, with all that lies below it
 * @whose: the guest that it is for
 * @pool: (nullable): the pool of the copy, else it lies beside the image
 * @name: the copy's file name
 * @undo: learns what was made
 *
 * Returns: (transfer full): the copy's path; NULL with @error, see qv_volume_create().
 */
char *qv_volume_copy(QvConnection *connection, const char *path, const char *whose,
                     const char *pool, const char *name, QvUndo *undo, GError **error);

/**
 * qv_volume_overlay:
 * @path, @format: the image below, which must not be written to any more
 *
 * As qv_volume_copy(), for a new image (qcow2, 0600) that holds the differences to another.
 */
char *qv_volume_overlay(QvConnection *connection, const char *path, const char *format,
                        const char *pool, const char *name, QvUndo *undo, GError **error);

/**
 * qv_volume_name:
 * @path: an image
 * @pool: (nullable): the pool, else the directory of @path
 * @stem, @suffix: the name is @stem.@suffix, or @stem-2.@suffix and so on where that is taken
 *
 * Returns: (transfer full): the name of a volume that is not there yet; NULL with @error.
 */
char *qv_volume_name(QvConnection *connection, const char *path, const char *pool, const char *stem,
                     const char *suffix, QvUndo *undo, GError **error);

/**
 * qv_volume_adopt:
 * @path: a file that libvirt made without its storage API
 *
 * Returns: whether the pool that it lies in, if any, knows it now.
 */
gboolean qv_volume_adopt(QvConnection *connection, const char *path);

/**
 * qv_volume_remove_unfinished:
 *
 * Removes a volume that may still be in the making, and waits for that. A pool that was made for
 * the moment only goes with it.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_volume_remove_unfinished(QvConnection *connection, const char *pool, const char *volume,
                                     GError **error);

/** qv_volume_delete: deletes the volume at @path of the hypervisor's host. */
gboolean qv_volume_delete(QvConnection *connection, const char *path, GError **error);

/** qv_volume_is_there: whether pool @name holds a volume called @volume. */
gboolean qv_volume_is_there(QvConnection *connection, const char *name, const char *volume);

/**
 * qv_volume_resize:
 * @path: where the volume is on the hypervisor's host
 * @shrink: also to less, which cuts off what is behind
 *
 * Changes the size that a guest sees of a volume that none uses.
 *
 * Returns: FALSE with @error: QV_ERROR_NOT_FOUND for what is in no storage pool.
 */
gboolean qv_volume_resize(QvConnection *connection, const char *path, guint64 bytes,
                          gboolean shrink, GError **error);

typedef enum { QV_THERE_NO, QV_THERE_YES, QV_THERE_UNKNOWN } QvThere;

/**
 * qv_volume_there:
 * @path: a path on the hypervisor's host
 * @pool: (out) (nullable): the pool of its directory, or of which it would be; NULL where none is
 *
 * Returns: whether the file is there; unknown where no pool shows its directory.
 */
QvThere qv_volume_there(QvConnection *connection, const char *path, char **pool);
