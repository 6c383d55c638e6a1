/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* errand: work in a thread of its own, which may never come back. */
#include "base/task.h"

struct QvErrand {
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
unref(QvErrand *errand)
{
    if (!g_atomic_int_dec_and_test(&errand->references))
        return;
    if (errand->free_data != NULL)
        errand->free_data(errand->data);
    g_mutex_clear(&errand->lock);
    g_cond_clear(&errand->done);
    g_free(errand);
}

void
qv_errand_unref(QvErrand *errand)
{
    g_clear_pointer(&errand->thread, g_thread_unref);
    unref(errand);
}

static gpointer
run_errand(gpointer data)
{
    QvErrand *errand = data;

    errand->work(errand->data);
    g_mutex_lock(&errand->lock);
    errand->ready = TRUE;
    g_cond_signal(&errand->done);
    g_mutex_unlock(&errand->lock);
    unref(errand);
    return NULL;
}

QvErrand *
qv_errand_new(void (*work)(gpointer data), gpointer data, GDestroyNotify free_data)
{
    QvErrand *errand = g_new0(QvErrand, 1);

    errand->references = 2;
    errand->work = work;
    errand->data = data;
    errand->free_data = free_data;
    g_mutex_init(&errand->lock);
    g_cond_init(&errand->done);
    errand->thread = g_thread_new("errand", run_errand, errand);
    return errand;
}

gboolean
qv_errand_wait(QvErrand *errand, guint milliseconds)
{
    gint64 end = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;
    gboolean ready;

    g_mutex_lock(&errand->lock);
    while (!errand->ready && g_cond_wait_until(&errand->done, &errand->lock, end))
        ;
    ready = errand->ready;
    g_mutex_unlock(&errand->lock);
    /* What libraries keep for each thread is freed when the thread is gone. */
    if (ready)
        g_clear_pointer(&errand->thread, g_thread_join);
    return ready;
}
