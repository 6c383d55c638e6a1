/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* image: looks at a disk image that is already there, without trusting it. */
#pragma once

#include "base/xml.h"

/**
 * qv_image_look:
 * @path: a file or block device
 * @setting: the setting that names it; gets the child
 *   <image path= type="file|block" format= direct="yes|no"/>
 *
 * The format is read from the header and written down, so that libvirt never probes it. An image
 * that names another file is refused: whoever made it would choose which file of the host the
 * guest can read.
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE) when there is no such file, it is not readable, or
 *   it refers to another file.
 */
gboolean qv_image_look(const char *path, xmlNode *setting, GError **error);

/**
 * qv_image_guess:
 *
 * As qv_image_look(), for a file on a host that is not here: the format is told by the suffix.
 */
void qv_image_guess(const char *path, xmlNode *setting);

/**
 * qv_image_read:
 * @path: a file or block device
 * @image: gets the attributes format, and for an image that lies on top of another one below (its
 *   path) and below-format (where it is written)
 *
 * Returns: FALSE with @error: QV_ERROR_NOT_FOUND when there is no such file, QV_ERROR_FAILED when
 * it is not readable, or refers to something that is no file.
 */
gboolean qv_image_read(const char *path, xmlNode *image, GError **error);

/** qv_image_direct: whether files in @directory can be opened with O_DIRECT. */
gboolean qv_image_direct(const char *directory);

/**
 * qv_image_add_backing:
 * @path: a file that is known to be qcow2
 * @image: gets a child <image name= format=/>, with more="yes" unless the format is raw, where
 *   the file's header names another
 *
 * Returns: FALSE where the file cannot be read so.
 */
gboolean qv_image_add_backing(const char *path, xmlNode *image);
