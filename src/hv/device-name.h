/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device-name: finds a device of a guest by what the user calls it. */
#pragma once

#include "hv/device.h"

typedef struct {
    char *id;      /* what it is called, running or not */
    char *kind;    /* the name of its element */
    char *source;  /* the file or block device behind a disk, else "" */
    xmlDoc *found; /* holds the element */
    xmlNode *element;
} QvDevice;

void qv_device_free(QvDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvDevice, qv_device_free)

/**
 * qv_device_find:
 * @where: one of the two
 * @word: a target, a source, a MAC address, the ids or place of a device of the host, or an alias
 *
 * Returns: (transfer full): the device; NULL with @error: QV_ERROR_NOT_FOUND naming those that
 *   there are, QV_ERROR_USAGE where the word means several.
 */
QvDevice *qv_device_find(QvGuest *guest, QvScope where, const char *word, GError **error);
