/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hook: a command of the user's that is run for each event, within bounds. */
#include "cli/hook.h"

#include <sys/mman.h>
#include <unistd.h>

#include "cli/call.h"

#define MOST_RUNNING 8
#define MOST_WAITING 1000

struct QvHook {
    GStrv argv;
    guint seconds;
    GQueue waiting;     /* of char: inputs */
    GPtrArray *running; /* of Run */
    guint dropped;
};

typedef struct {
    QvHook *hook;
    GPid pid;
    guint watch, timer;
} Run;

static void next(QvHook *hook);

static void
run_free(gpointer data)
{
    Run *run = data;

    g_clear_handle_id(&run->watch, g_source_remove);
    g_clear_handle_id(&run->timer, g_source_remove);
    g_free(run);
}

QvHook *
qv_hook_new(const char *command, guint seconds, GError **error)
{
    g_autoptr(QvHook) hook = g_new0(QvHook, 1);
    g_autoptr(GError) reason = NULL;

    hook->seconds = seconds;
    hook->running = g_ptr_array_new_with_free_func(run_free);
    if (!g_shell_parse_argv(command, NULL, &hook->argv, &reason)) {
        qv_fail(error, QV_ERROR_USAGE, "--exec: %s", reason->message);
        return NULL;
    }
    g_autofree char *program = g_find_program_in_path(hook->argv[0]);
    if (program == NULL) {
        qv_fail(error, QV_ERROR_USAGE, _("--exec: no program '%s'"), hook->argv[0]);
        return NULL;
    }
    return g_steal_pointer(&hook);
}

/* Each run is a process group, so that its children die with it. */
static void
kill_run(Run *run)
{
    kill(-run->pid, SIGKILL);
}

void
qv_hook_free(QvHook *hook)
{
    for (guint i = 0; i < hook->running->len; i++)
        kill_run(hook->running->pdata[i]);
    g_ptr_array_unref(hook->running);
    g_queue_clear_full(&hook->waiting, g_free);
    g_strfreev(hook->argv);
    g_free(hook);
}

/* A file, for a pipe could fill up, or break. */
static int
input_file(const char *input)
{
    int file = memfd_create("event", MFD_CLOEXEC);
    gsize length = strlen(input);

    if (file >= 0 && write(file, input, length) == (gssize)length && lseek(file, 0, SEEK_SET) == 0)
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

static void
own_group(gpointer data G_GNUC_UNUSED)
{
    setpgid(0, 0);
}

static void
ended(GPid pid, int status, gpointer data)
{
    Run *run = data;
    QvHook *hook = run->hook;
    g_autoptr(GError) error = NULL;

    /* The timer is gone if it was the timer that ended the run, and said so. */
    if (run->timer != 0 && !g_spawn_check_wait_status(status, &error))
        qv_warn(_("--exec: %s: %s"), hook->argv[0], error->message);
    g_spawn_close_pid(pid);
    run->watch = 0;
    g_ptr_array_remove_fast(hook->running, run);
    next(hook);
}

static gboolean
too_long(gpointer data)
{
    Run *run = data;

    run->timer = 0;
    kill_run(run);
    qv_warn(_("--exec: %s did not end in %u seconds and was killed"), run->hook->argv[0],
            run->hook->seconds);
    return G_SOURCE_REMOVE;
}

static void
start_hook_process(QvHook *hook, const char *input)
{
    g_autoptr(GError) error = NULL;
    int file = input_file(input);
    GPid pid;

    if (file < 0) {
        qv_warn(_("--exec: cannot hand over the event: %s"), g_strerror(errno));
        return;
    }
    if (g_spawn_async_with_fds(NULL, hook->argv, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, own_group, NULL,
                               &pid, file, -1, -1, &error)) {
        Run *run = g_new0(Run, 1);
        *run = (Run){.hook = hook, .pid = pid};
        run->watch = g_child_watch_add(pid, ended, run);
        run->timer = g_timeout_add_seconds(hook->seconds, too_long, run);
        g_ptr_array_add(hook->running, run);
    } else {
        qv_warn("--exec: %s", error->message);
    }
    close(file);
}

static void
next(QvHook *hook)
{
    while (hook->running->len < MOST_RUNNING && !g_queue_is_empty(&hook->waiting)) {
        g_autofree char *input = g_queue_pop_head(&hook->waiting);
        start_hook_process(hook, input);
    }
    if (hook->dropped > 0 && g_queue_is_empty(&hook->waiting)) {
        qv_warn(_("--exec: %u events came too fast: the command was not run for them"),
                hook->dropped);
        hook->dropped = 0;
    }
}

void
qv_hook_run(QvHook *hook, const char *input)
{
    if (hook->waiting.length >= MOST_WAITING) {
        if (hook->dropped++ == 0)
            qv_warn(_("--exec: %d events wait for the command; the next are dropped"),
                    MOST_WAITING);
        return;
    }
    g_queue_push_tail(&hook->waiting, g_strconcat(input, "\n", NULL));
    next(hook);
}

gboolean
qv_hook_is_busy(const QvHook *hook)
{
    return hook->running->len > 0 || hook->waiting.length > 0;
}
