/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume-allocate: makes a volume, which may take long and which libvirt cannot abort. */
#pragma once

#include "base/undo.h"
#include "hv/libvirt.h"

/**
 * qv_volume_allocate:
 * @pool: where the volume is made; refreshed
 * @from: (nullable): the volume whose content it gets
 * @whose: the guest that it is for; may be NULL where there is no @from
 * @name: the new volume's name
 * @xml: the new volume's XML
 * @flags: of virStorageVolCreateXML()
 * @undo: learns of the volume
 *
 * Shows the progress of a copy where its file is on this machine. A signal is obeyed at once: what
 * libvirt still works at is left to a process in the background, which removes it as soon as
 * libvirt lets go of it.
 *
 * Returns: the volume, which belongs to @undo; NULL with @error: 128 and the signal's number, or
 *   libvirt's own.
 */
virStorageVol *qv_volume_allocate(virStoragePool *pool, virStorageVol *from, const char *whose,
                                  const char *name, const char *xml, unsigned int flags,
                                  QvUndo *undo, GError **error);
