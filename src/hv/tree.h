/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree: a guest's snapshots, and the backing chains of its disks. */
#pragma once

#include "hv/guest.h"

/**
 * qv_tree_read:
 *
 * Of a running guest libvirt knows the chains. Of one that is off they are read in the volumes'
 * XML, or in the header of a local qcow2 file; an image whose chain cannot be read so keeps
 * more="yes". The format of an image is what its XML or the image above it says, never guessed.
 *
 * Returns: (transfer full): as xsl/tree.xsl makes it; NULL with @error.
 */
xmlDoc *qv_tree_read(QvGuest *guest, GError **error);
