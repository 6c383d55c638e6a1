/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* job: a call to libvirt that takes long, watched, bounded and interruptible. */
#include "hv/job.h"

#include "base/error.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/task.h"
#include "hv/libvirt.h"

#define TICK 100 /* milliseconds */

/* Shared with the thread that does the work. */
typedef struct {
    const QvJob *job;
    gboolean worked;
    GError *error;
} Run;

static void
work_on_job(gpointer data)
{
    Run *run = data;

    run->worked = run->job->work(run->job->data, &run->error);
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
update_job_progress(const QvJob *job, QvProgress *progress)
{
    guint64 done, total;

    if (job->look ? job->look(job->data, &done, &total) : look_at_guest(job->guest, &done, &total))
        qv_progress_set(progress, done, total);
}

static void
abort_job(const QvJob *job)
{
    if (job->abort != NULL)
        job->abort(job->data);
    else
        virDomainAbortJob(job->guest);
}

static gboolean
is_job_too_late(const QvJob *job, gint64 begun, GError **error)
{
    if (job->seconds == 0 || g_get_monotonic_time() - begun < job->seconds * G_TIME_SPAN_SECOND)
        return FALSE;
    qv_fail(error, QV_ERROR_TIMEOUT, _("%s of guest '%s' was not done in %u seconds"), job->name,
            virDomainGetName(job->guest), job->seconds);
    return TRUE;
}

/* Every tick aborts again what has been given up: a job may be asked before it has begun. */
static void
watch_job(QvTask *task, const QvJob *job, QvProgress *progress, GError **why)
{
    gint64 begun = g_get_monotonic_time();
    GError *reason = NULL;

    while (!qv_task_wait(task, TICK)) {
        update_job_progress(job, progress);
        if (reason != NULL || !qv_interrupt_check(&reason) || is_job_too_late(job, begun, &reason))
            abort_job(job);
    }
    *why = reason;
}

gboolean
qv_job_run(const QvJob *job, GError **error)
{
    Run run = {.job = job};
    GError *given_up = NULL;
    g_autoptr(QvProgress) progress = qv_progress_new(virDomainGetName(job->guest), job->name);
    g_autoptr(QvTask) task = qv_task_new(work_on_job, &run, NULL);

    watch_job(task, job, progress, &given_up);
    /* A job that was done before the abort reached it is done. */
    if (run.worked) {
        g_clear_error(&given_up);
        return TRUE;
    }
    g_propagate_error(error, given_up ? given_up : g_steal_pointer(&run.error));
    g_clear_error(&run.error);
    return FALSE;
}
