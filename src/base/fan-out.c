/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fan-out: many pieces of work at the same time, of which any may never come back. */
#include "base/fan-out.h"

#include "base/task.h"

typedef struct {
    gboolean busy;
    void (*work)(gpointer data);
    gpointer data;
    GDestroyNotify free_data;
} Place;

/* What the threads share with who waits for them. */
typedef struct {
    GMutex lock;
    GCond done;
    GQueue waiting; /* (element-type Place) */
    guint busy, threads, at_once;
    Place *places;
} Shared;

struct QvFanOut {
    Shared *shared;
    GPtrArray *tasks; /* (element-type QvTask) */
};

static void
clear_shared(gpointer data)
{
    Shared *shared = data;

    g_queue_clear(&shared->waiting);
    g_mutex_clear(&shared->lock);
    g_cond_clear(&shared->done);
    g_free(shared->places);
}

static void
unref_shared(gpointer shared)
{
    g_atomic_rc_box_release_full(shared, clear_shared);
}

QvFanOut *
qv_fan_out_new(guint n, guint at_once)
{
    QvFanOut *fan = g_new0(QvFanOut, 1);
    Shared *shared = fan->shared = g_atomic_rc_box_new0(Shared);

    shared->at_once = at_once;
    shared->places = g_new0(Place, n);
    g_mutex_init(&shared->lock);
    g_cond_init(&shared->done);
    fan->tasks = g_ptr_array_new_with_free_func((GDestroyNotify)qv_task_unref);
    return fan;
}

static guint
count_busy(QvFanOut *fan)
{
    guint busy;

    g_mutex_lock(&fan->shared->lock);
    busy = fan->shared->busy;
    g_mutex_unlock(&fan->shared->lock);
    return busy;
}

/* A thread that is about to end is waited for: libraries free what they keep for it then. */
void
qv_fan_out_free(QvFanOut *fan)
{
    gboolean busy = count_busy(fan) > 0;

    for (guint i = 0; i < fan->tasks->len && !busy; i++)
        qv_task_wait(fan->tasks->pdata[i], 1000);
    g_ptr_array_unref(fan->tasks);
    unref_shared(fan->shared);
    g_free(fan);
}

static void
work_at(Place *place)
{
    place->work(place->data);
    if (place->free_data != NULL)
        place->free_data(place->data);
}

/* One thread: works until nothing waits for it. */
static void
work_through(gpointer data)
{
    Shared *shared = data;
    Place *place;

    g_mutex_lock(&shared->lock);
    while ((place = g_queue_pop_head(&shared->waiting)) != NULL) {
        g_mutex_unlock(&shared->lock);
        work_at(place);
        g_mutex_lock(&shared->lock);
        place->busy = FALSE;
        shared->busy--;
        g_cond_signal(&shared->done);
        g_main_context_wakeup(NULL);
    }
    shared->threads--;
    g_mutex_unlock(&shared->lock);
}

void
qv_fan_out_begin(QvFanOut *fan, guint place, void (*work)(gpointer data), gpointer data,
                 GDestroyNotify free_data)
{
    Shared *shared = fan->shared;
    gboolean more;

    shared->places[place] = (Place){TRUE, work, data, free_data};
    g_mutex_lock(&shared->lock);
    g_queue_push_tail(&shared->waiting, &shared->places[place]);
    shared->busy++;
    more = shared->threads < shared->at_once;
    shared->threads += more ? 1 : 0;
    g_mutex_unlock(&shared->lock);
    /* Those of earlier rounds are done. */
    for (guint i = fan->tasks->len; more && i-- > 0;)
        if (qv_task_wait(fan->tasks->pdata[i], 0))
            g_ptr_array_remove_index_fast(fan->tasks, i);
    if (more)
        g_ptr_array_add(fan->tasks,
                        qv_task_new(work_through, g_atomic_rc_box_acquire(shared), unref_shared));
}

gboolean
qv_fan_out_is_busy(QvFanOut *fan, guint place)
{
    gboolean busy;

    g_mutex_lock(&fan->shared->lock);
    busy = fan->shared->places[place].busy;
    g_mutex_unlock(&fan->shared->lock);
    return busy;
}

gboolean
qv_fan_out_wait(QvFanOut *fan, guint place, gint64 end)
{
    Shared *shared = fan->shared;
    gboolean done;

    g_mutex_lock(&shared->lock);
    while (shared->places[place].busy && g_cond_wait_until(&shared->done, &shared->lock, end))
        ;
    done = !shared->places[place].busy;
    g_mutex_unlock(&shared->lock);
    return done;
}

void
qv_fan_out_serve(QvFanOut *fan)
{
    while (count_busy(fan) > 0)
        g_main_context_iteration(NULL, TRUE);
}
