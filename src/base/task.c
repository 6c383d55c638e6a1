/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* task: work in a thread of its own, which may never come back. */
#include "base/task.h"

struct QvTask {
    gint references;
    GThread *thread; /* NULL once it was joined */
    GMutex lock;
    GCond done;
    gboolean ready;
    void (*work)(gpointer data);
    gpointer data;
    GDestroyNotify free_data;
};

static void
unref(QvTask *task)
{
    if (!g_atomic_int_dec_and_test(&task->references))
        return;
    if (task->free_data != NULL)
        task->free_data(task->data);
    g_mutex_clear(&task->lock);
    g_cond_clear(&task->done);
    g_free(task);
}

void
qv_task_unref(QvTask *task)
{
    g_clear_pointer(&task->thread, g_thread_unref);
    unref(task);
}

static gpointer
run_task(gpointer data)
{
    QvTask *task = data;

    task->work(task->data);
    g_mutex_lock(&task->lock);
    task->ready = TRUE;
    g_cond_signal(&task->done);
    g_mutex_unlock(&task->lock);
    unref(task);
    return NULL;
}

QvTask *
qv_task_new(void (*work)(gpointer data), gpointer data, GDestroyNotify free_data)
{
    QvTask *task = g_new0(QvTask, 1);

    task->references = 2;
    task->work = work;
    task->data = data;
    task->free_data = free_data;
    g_mutex_init(&task->lock);
    g_cond_init(&task->done);
    task->thread = g_thread_new("task", run_task, task);
    return task;
}

gboolean
qv_task_wait(QvTask *task, guint milliseconds)
{
    gint64 end = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;
    gboolean ready;

    g_mutex_lock(&task->lock);
    while (!task->ready && g_cond_wait_until(&task->done, &task->lock, end))
        ;
    ready = task->ready;
    g_mutex_unlock(&task->lock);
    /* What libraries keep for each thread is freed when the thread is gone. */
    if (ready)
        g_clear_pointer(&task->thread, g_thread_join);
    return ready;
}
