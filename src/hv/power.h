/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power: starts, stops, pauses and saves guests. */
#pragma once

#include "hv/guest.h"

/**
 * qv_guest_check_unsaved:
 *
 * Returns: FALSE with @error (QV_ERROR_FAILED) where the guest's memory is saved: at its next start
 *   it would go on with the disks of then.
 */
gboolean qv_guest_check_unsaved(QvGuest *guest, GError **error);

/**
 * qv_guest_start:
 * @watch: seconds to watch the guest for, after libvirt called it started
 *
 * Starts the guest, and does not believe it: a guest may be paused by an internal error a moment
 * later.
 *
 * Returns: FALSE with @error: QV_ERROR_HOST, with QEMU's last words, for a guest that was started
 *   and stands still or is gone.
 */
gboolean qv_guest_start(QvGuest *guest, guint watch, GError **error);

/** qv_guest_start_paused: starts the guest, which stands still until it is resumed. */
gboolean qv_guest_start_paused(QvGuest *guest, GError **error);

/**
 * qv_guest_ask_to_stop:
 *
 * Asks the guest to shut down, and does not wait.
 */
gboolean qv_guest_ask_to_stop(QvGuest *guest, GError **error);

/**
 * qv_guest_shutdown:
 * @seconds: how long to wait for the guest to obey; 0 for no bound
 *
 * Returns: FALSE with @error (QV_ERROR_TIMEOUT) when it still runs then.
 */
gboolean qv_guest_shutdown(QvGuest *guest, guint seconds, GError **error);

/** qv_guest_destroy: pulls the plug; a guest that is off already is no error. */
gboolean qv_guest_destroy(QvGuest *guest, GError **error);

/** qv_guest_suspend: the guest stands still, in memory. */
gboolean qv_guest_suspend(QvGuest *guest, GError **error);

/** qv_guest_resume: a paused guest goes on. */
gboolean qv_guest_resume(QvGuest *guest, GError **error);

/** qv_guest_wake: a guest that put itself to sleep (S3) goes on. */
gboolean qv_guest_wake(QvGuest *guest, GError **error);

/** qv_guest_reset: as the reset button: without asking the guest. */
gboolean qv_guest_reset(QvGuest *guest, GError **error);

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
