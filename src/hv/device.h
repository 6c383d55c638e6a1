/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device: finds and changes the hardware of a guest that is there. */
#pragma once

#include "base/undo.h"
#include "hv/guest.h"

typedef struct {
    char *id;      /* what it is called, running or not */
    char *kind;    /* what it is, in a word that stays: disk, cd, floppy, network-card, … */
    char *title;   /* what messages call it, translated: "CD drive sdb" */
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

/**
 * qv_device_attach:
 * @device: a device's element
 * @undo: learns of the device
 */
gboolean qv_device_attach(QvGuest *guest, xmlNode *device, QvScope where, QvUndo *undo,
                          GError **error);

/**
 * qv_device_detach:
 * @device: the device's element, from the guest's XML of @where
 *
 * A running guest is only asked: the device is gone when its XML no longer has it.
 */
gboolean qv_device_detach(QvGuest *guest, xmlNode *device, QvScope where, GError **error);

/**
 * qv_drive_insert:
 * @drive: the drive's element, with the new medium or none
 * @force: even if the guest has locked the tray
 */
gboolean qv_drive_insert(QvGuest *guest, xmlNode *drive, QvScope where, gboolean force,
                         GError **error);

/** qv_guest_memory: what a running guest has now, and the most it can get; in bytes. */
gboolean qv_guest_memory(QvGuest *guest, guint64 *now, guint64 *most, GError **error);

/** qv_guest_set_memory: asks a running guest to make do with @bytes; it takes its time. */
gboolean qv_guest_set_memory(QvGuest *guest, guint64 bytes, GError **error);

/** qv_guest_vcpus: how many a running guest has now, and the most it can get. */
gboolean qv_guest_vcpus(QvGuest *guest, guint *now, guint *most, GError **error);

/** qv_guest_set_vcpus: plugs vCPUs into a running guest, or asks it to let some go. */
gboolean qv_guest_set_vcpus(QvGuest *guest, guint n, GError **error);

/** qv_disk_size: the size that a guest sees of its disk @target, in bytes. */
gboolean qv_disk_size(QvGuest *guest, const char *target, guint64 *bytes, GError **error);

/** qv_disk_grow: makes disk @target of a running guest larger. */
gboolean qv_disk_grow(QvGuest *guest, const char *target, guint64 bytes, GError **error);
