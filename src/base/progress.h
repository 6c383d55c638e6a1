/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* progress: shows how far long jobs are, on a terminal or as JSON. */
#pragma once

#include <glib.h>

/* One job under way. Several may run in threads of their own; a terminal shows them in one line. */
typedef struct QvProgress QvProgress;

/**
 * qv_progress_json:
 * @json: whether jobs are told as JSON, a line a second on standard output
 *
 * Else they are shown on standard error where that is a terminal, and nowhere where it is none.
 */
void qv_progress_json(gboolean json);

/**
 * qv_progress_new:
 * @guest: whose job it is
 * @job: the job's stable name, "save"
 */
QvProgress *qv_progress_new(const char *guest, const char *job);

/** qv_progress_free: the job is over, and leaves the line. */
void qv_progress_free(QvProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvProgress, qv_progress_free)

/**
 * qv_progress_set:
 * @done: bytes
 * @total: bytes; 0 where it is not known
 */
void qv_progress_set(QvProgress *progress, guint64 done, guint64 total);

/** qv_progress_hide: takes the line off the terminal before something else is printed. */
void qv_progress_hide(void);
