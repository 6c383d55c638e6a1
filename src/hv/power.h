/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power: the plain calls that pause, save, restart and rename a guest. */
#pragma once

#include "hv/connection.h"

/** qv_guest_suspend: the guest stands still, in memory. */
gboolean qv_guest_suspend(QvGuest *guest, GError **error);

/** qv_guest_resume: a paused guest goes on. */
gboolean qv_guest_resume(QvGuest *guest, GError **error);

/** qv_guest_wake: a guest that put itself to sleep (S3) goes on. */
gboolean qv_guest_wake(QvGuest *guest, GError **error);

/** qv_guest_reset: as the reset button: without asking the guest. */
gboolean qv_guest_reset(QvGuest *guest, GError **error);

/** qv_guest_autostart: whether the guest starts with the host. */
gboolean qv_guest_autostart(QvGuest *guest, gboolean on, GError **error);

/** qv_guest_rename: gives a guest that is off another name. */
gboolean qv_guest_rename(QvGuest *guest, const char *name, GError **error);

/* How a guest is saved, or goes on from where it was saved. */
typedef enum {
    QV_SAVE_UNCACHED = 1 << 0, /* around the host's page cache */
    QV_SAVE_RUNNING = 1 << 1,  /* it runs when it goes on, though it was paused */
    QV_SAVE_PAUSED = 1 << 2,   /* it is paused when it goes on */
} QvSave;

/** qv_guest_is_saved: whether libvirt keeps a saved state, from which the next start goes on. */
gboolean qv_guest_is_saved(QvGuest *guest);

/**
 * qv_guest_save:
 * @file: (nullable): a file on the hypervisor's host; NULL for libvirt's own place
 *
 * Saves the guest's memory and stops it. Takes long: see qv_job_run().
 */
gboolean qv_guest_save(QvGuest *guest, const char *file, QvSave how, GError **error);

/** qv_guest_forget_saved: deletes the saved state that libvirt keeps. */
gboolean qv_guest_forget_saved(QvGuest *guest, GError **error);

/**
 * qv_guest_restore:
 *
 * Has the guest go on from the saved state that libvirt keeps, and deletes that. Takes long.
 */
gboolean qv_guest_restore(QvGuest *guest, QvSave how, GError **error);

/** qv_restore_file: has the guest that was saved in @file go on; the file stays. Takes long. */
gboolean qv_restore_file(QvConnection *connection, const char *file, QvSave how, GError **error);
