/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* job: a call to libvirt that takes long, watched, bounded and interruptible. */
#pragma once

#include "hv/connection.h"

/* One such call. All functions get @data. */
typedef struct {
    const char *name; /* the job's stable name, "save" */
    QvGuest *guest;
    guint seconds; /* when it is to be given up; 0 for never */
    /* The call itself, in a thread of its own. */
    gboolean (*work)(gpointer data, GError **error);
    /* How far it is, in bytes; NULL for what libvirt says of the guest's own job. FALSE while it
       cannot be said. */
    gboolean (*look)(gpointer data, guint64 *done, guint64 *total);
    /* Has the call end soon; NULL for ending the guest's own job. */
    void (*abort)(gpointer data);
    gpointer data;
} QvJob;

/**
 * qv_job_run:
 *
 * Runs the job, shows its progress, and aborts it when its time is over or a signal comes. Returns
 * only when the call itself came back.
 *
 * Returns: FALSE with @error: QV_ERROR_TIMEOUT, 128 and a signal's number, or the call's own.
 */
gboolean qv_job_run(const QvJob *job, GError **error);
