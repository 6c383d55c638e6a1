/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* task: work in a thread of its own, which may never come back. */
#pragma once

#include <glib.h>

typedef struct QvTask QvTask;

/**
 * qv_task_new:
 * @work: is called with @data in a new thread
 * @free_data: (nullable): frees @data once both the thread and the caller are done with it
 *
 * Returns: (transfer full): the task, under way.
 */
QvTask *qv_task_new(void (*work)(gpointer data), gpointer data, GDestroyNotify free_data);

/** qv_task_unref: leaves the task to itself; a process that ends does not wait for it. */
void qv_task_unref(QvTask *task);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvTask, qv_task_unref)

/**
 * qv_task_wait:
 * @milliseconds: how long to wait
 *
 * Returns: TRUE when the work is done, and its data may be read; FALSE while it is not.
 */
gboolean qv_task_wait(QvTask *task, guint milliseconds);
