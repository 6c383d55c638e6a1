/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backing-chain: the images that lie below a guest's disks, and who else needs them. */
#pragma once

#include "base/xml.h"
#include "hv/connection.h"

/**
 * qv_chain_add:
 * @images: gets an <image path= format= below= below-format= dev=/> for the image and each that
 *   lies below it, unless it is there already
 * @path, @format: an image and the format that it is used as
 * @target: (nullable): the disk that it belongs to
 *
 * Reads the headers of the images, or on another host asks libvirt's storage API. Reading them
 * changes nothing.
 *
 * Returns: FALSE with @error (QV_ERROR_FAILED) for a chain that cannot be trusted: an image is
 *   missing, is not of the format that it is used as, does not say the format of the one below, or
 *   lies below itself.
 */
gboolean qv_chain_add(QvConnection *connection, xmlNode *images, const char *path,
                      const char *format, const char *target, GError **error);

/**
 * qv_chain_of_guest:
 * @snapshots: whether the images of its snapshots belong to it
 *
 * Returns: (transfer full): <images> of all disks that are files, with a <disk> of the stage
 *   "disks" for every disk; NULL with @error as of qv_chain_add().
 */
xmlDoc *qv_chain_of_guest(QvGuest *guest, gboolean snapshots, GError **error);

/** qv_chain_rest: as qv_chain_of_guest() with snapshots, as much of it as can be read. */
xmlDoc *qv_chain_rest(QvGuest *guest);

/**
 * qv_chain_own:
 * @images: all images of the guest, see qv_chain_of_guest()
 *
 * Returns: (transfer full): <own> with a <made path= kind="disk|overlay"/> for each image
 * that qvirt made for the guest, and that it still has; NULL with @error.
 */
xmlDoc *qv_chain_own(QvGuest *guest, xmlNode *images, GError **error);

/** qv_chain_find: the <image> of @path in @images, or NULL. */
xmlNode *qv_chain_find(xmlNode *images, const char *path);

/* Which images are below the disks and snapshots of which guests. */
typedef struct QvChainUsers QvChainUsers;

/** qv_chain_users: (transfer full): of all guests, as much as can be read; NULL with @error. */
QvChainUsers *qv_chain_users(QvConnection *connection, GError **error);
void qv_chain_users_free(QvChainUsers *users);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvChainUsers, qv_chain_users_free)

/**
 * qv_chain_check_guests:
 * @users: all guests' images, as they were a moment ago
 * @guest: the guest to which the image belongs
 *
 * Returns: FALSE with @error (QV_ERROR_FAILED) naming another guest that needs the image.
 */
gboolean qv_chain_check_guests(QvChainUsers *users, QvGuest *guest, const char *path,
                               GError **error);

/**
 * qv_chain_check_alone:
 * @users: all guests' images, as they were a moment ago
 * @guest: the guest to which the image belongs
 * @images: all images of that guest, see qv_chain_of_guest()
 * @path: an image
 *
 * Looks through the disks and snapshots of all other guests that are still there, and the volumes
 * of the image's pool.
 *
 * Returns: FALSE with @error (QV_ERROR_FAILED) naming who else needs the image.
 */
gboolean qv_chain_check_alone(QvChainUsers *users, QvGuest *guest, xmlNode *images,
                              const char *path, GError **error);
