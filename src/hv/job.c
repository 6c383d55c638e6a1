/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* job: a call to libvirt that takes long, watched, bounded and interruptible. */
#include "hv/job.h"

#include "core/error.h"
#include "core/interrupt.h"
#include "core/progress.h"
#include "hv/libvirt.h"

#define TICK (100 * G_TIME_SPAN_MILLISECOND)

/* Shared with the thread that does the work. */
typedef struct {
    const QvJob *job;
    GMutex lock;
    GCond came_back;
    gboolean over, worked;
    GError *error;
} Run;

static gpointer
work(gpointer data)
{
    Run *run = data;
    GError *error = NULL;
    gboolean worked = run->job->work(run->job->data, &error);

    g_mutex_lock(&run->lock);
    run->over = TRUE;
    run->worked = worked;
    run->error = error;
    g_cond_signal(&run->came_back);
    g_mutex_unlock(&run->lock);
    return NULL;
}

static gboolean
look_at_guest(QvGuest *guest, guint64 *done, guint64 *total)
{
    virDomainJobInfo info;

    if (virDomainGetJobInfo(guest, &info) < 0 || info.type == VIR_DOMAIN_JOB_NONE)
        return FALSE;
    *done = info.dataProcessed;
    *total = info.dataTotal;
    return TRUE;
}

static void
look(const QvJob *job, QvProgress *progress)
{
    guint64 done, total;

    if (job->look ? job->look(job->data, &done, &total) : look_at_guest(job->guest, &done, &total))
        qv_progress_set(progress, done, total);
}

static void
give_up(const QvJob *job)
{
    if (job->abort != NULL)
        job->abort(job->data);
    else
        virDomainAbortJob(job->guest);
}

static gboolean
too_late(const QvJob *job, gint64 begun, GError **error)
{
    if (job->seconds == 0 || g_get_monotonic_time() - begun < job->seconds * G_TIME_SPAN_SECOND)
        return FALSE;
    qv_fail(error, QV_ERROR_TIMEOUT, _("%s of guest '%s' was not done in %u seconds"), job->name,
            virDomainGetName(job->guest), job->seconds);
    return TRUE;
}

/* Every tick aborts again what has been given up: a job may be asked before it has begun. */
static void
watch(Run *run, QvProgress *progress, GError **why)
{
    gint64 begun = g_get_monotonic_time();
    GError *reason = NULL;

    g_mutex_lock(&run->lock);
    while (!run->over) {
        g_cond_wait_until(&run->came_back, &run->lock, g_get_monotonic_time() + TICK);
        if (run->over)
            break;
        g_mutex_unlock(&run->lock);
        look(run->job, progress);
        if (reason != NULL || !qv_interrupt_check(&reason) || too_late(run->job, begun, &reason))
            give_up(run->job);
        g_mutex_lock(&run->lock);
    }
    g_mutex_unlock(&run->lock);
    *why = reason;
}

gboolean
qv_job_run(const QvJob *job, GError **error)
{
    Run run = {.job = job};
    GError *given_up = NULL;
    g_autoptr(QvProgress) progress = qv_progress_new(virDomainGetName(job->guest), job->name);

    g_mutex_init(&run.lock);
    g_cond_init(&run.came_back);
    GThread *thread = g_thread_new(job->name, work, &run);
    watch(&run, progress, &given_up);
    g_thread_join(thread);
    g_mutex_clear(&run.lock);
    g_cond_clear(&run.came_back);
    /* A job that was done before the abort reached it is done. */
    if (run.worked) {
        g_clear_error(&given_up);
        return TRUE;
    }
    g_propagate_error(error, given_up ? given_up : g_steal_pointer(&run.error));
    g_clear_error(&run.error);
    return FALSE;
}
