/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume-allocate: makes a volume, which may take long and which libvirt cannot abort. */
#include "hv/volume-allocate.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/task.h"
#include "hv/pool.h"

#define TICK 100     /* milliseconds between two looks */
#define SHORT_TICK 5 /* the same until the new file is shut */
/* How long a call may go on after a signal. One that fails at once must be told from one that has
   begun to write, as only the latter's file is ours to remove. */
#define GRACE (500 * G_TIME_SPAN_MILLISECOND)

/* Shared with the thread that makes the volume, which may outlive the command. */
typedef struct {
    virStoragePool *pool;
    virStorageVol *from, *volume;
    char *name, *xml;
    char *path; /* NULL where the file is not on this machine */
    unsigned int flags;
    GError *error;
} Work;

static void
work_free(gpointer data)
{
    Work *work = data;

    virStoragePoolFree(work->pool);
    g_clear_pointer(&work->from, virStorageVolFree);
    g_clear_pointer(&work->volume, virStorageVolFree);
    g_clear_error(&work->error);
    g_free(work->name);
    g_free(work->path);
    g_free(work->xml);
    g_free(work);
}

static virStorageVol *
call(Work *work, unsigned int flags)
{
    if (work->from != NULL)
        return virStorageVolCreateXMLFrom(work->pool, work->xml, work->from, flags);
    return virStorageVolCreateXML(work->pool, work->xml, flags);
}

static void
make_allocated_volume(gpointer data)
{
    Work *work = data;

    work->volume = call(work, work->flags);

    /* libvirt's test driver makes no files, and so has nothing to preallocate. */
    if (work->volume == NULL && work->flags != 0 && virGetLastErrorCode() == VIR_ERR_INVALID_ARG)
        work->volume = call(work, 0);
    if (work->volume == NULL)
        qv_libvirt_fail(&work->error);
}

/* qemu-img makes files that everybody may read, and libvirt shuts them when they are complete.
   Returns whether there is nothing more to be done about it. */
static gboolean
shut(const char *path)
{
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

    if (file < 0)
        return errno != ENOENT;
    fchmod(file, 0600);
    close(file);
    return TRUE;
}

/* libvirt is not asked: a question that reaches it before the file is there is answered when the
   volume is made, and nobody would see a signal until then. */
static void
update_allocated(const Work *work, QvProgress *progress, guint64 total)
{
    struct stat status;

    if (work->path != NULL && stat(work->path, &status) == 0)
        qv_progress_set(progress, MIN((guint64)status.st_blocks * 512, total), total);
}

/* Waits for the call, but after a signal no longer than the grace. Returns whether it came back. */
static gboolean
watch_allocation(QvTask *task, const Work *work, QvProgress *progress, guint64 total)
{
    gint64 asked = 0;
    gboolean open_yet = work->path != NULL;

    while (!qv_task_wait(task, open_yet ? SHORT_TICK : TICK)) {
        open_yet = open_yet && !shut(work->path);
        if (asked != 0 && g_get_monotonic_time() >= asked + GRACE)
            return FALSE;
        if (asked == 0 && !qv_interrupt_check(NULL))
            asked = g_get_monotonic_time();
        if (progress != NULL && asked == 0)
            update_allocated(work, progress, total);
    }
    return TRUE;
}

static void
new_session(gpointer data G_GNUC_UNUSED)
{
    setsid();
}

static gboolean
start_remover(const Work *work, GError **error)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", error);
    g_autofree char *uri = qv_connection_uri(virStoragePoolGetConnect(work->pool));
    char *argv[] = {program,      (char *)"-c",
                    uri,          (char *)"remove-volume",
                    (char *)"--", (char *)virStoragePoolGetName(work->pool),
                    work->name,   NULL};

    return program != NULL &&
           g_spawn_async("/", argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                         new_session, NULL, NULL, error);
}

/* The signal is the error; what becomes of the volume is said behind it. */
static void
leave(const Work *work, GError **error)
{
    g_autoptr(GError) signal = NULL;
    g_autoptr(GError) reason = NULL;

    qv_interrupt_check(&signal);
    if (start_remover(work, &reason))
        qv_fail(error, (QvError)signal->code,
                _("interrupted; libvirt still works at disk '%s', and a process in the background "
                  "removes it when it is done"),
                work->name);
    else
        qv_fail(error, (QvError)signal->code,
                _("interrupted; libvirt still works at disk '%s'; remove it later with 'virsh "
                  "vol-delete %s --pool %s' (%s)"),
                work->name, work->name, virStoragePoolGetName(work->pool), reason->message);
}

static void
delete_volume(gpointer volume)
{
    virStorageVolDelete(volume, 0);
}

static void
free_volume(gpointer volume)
{
    virStorageVolFree(volume);
}

/* (transfer full) (nullable): where the volume's file will be on this machine. */
static char *
path_of_new_volume(virStoragePool *pool, const char *name)
{
    QvConnection *connection = virStoragePoolGetConnect(pool);
    g_autofree char *directory = NULL;

    if (!qv_connection_has_local_files(connection))
        return NULL;
    directory = qv_pool_directory(connection, virStoragePoolGetName(pool));
    return g_build_filename(directory, name, NULL);
}

/* A pool may not have seen the file yet. */
static gboolean
check_new(virStoragePool *pool, const char *name, const char *path, GError **error)
{
    g_autoptr(virStorageVol) volume = virStorageVolLookupByName(pool, name);

    if (volume == NULL && (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS)))
        return TRUE;
    g_set_error(error, QV_LIBVIRT_ERROR, VIR_ERR_STORAGE_VOL_EXIST,
                _("there is a volume '%s' already"), name);
    return FALSE;
}

static Work *
new_work(virStoragePool *pool, virStorageVol *from, const char *name, const char *xml,
         unsigned int flags)
{
    Work *work = g_new0(Work, 1);

    virStoragePoolRef(pool);
    work->pool = pool;
    if (from != NULL)
        virStorageVolRef(from);
    work->from = from;
    work->name = g_strdup(name);
    work->xml = g_strdup(xml);
    work->flags = flags;
    return work;
}

virStorageVol *
qv_volume_allocate(virStoragePool *pool, virStorageVol *from, const char *whose, const char *name,
                   const char *xml, unsigned int flags, QvUndo *undo, GError **error)
{
    g_autoptr(QvProgress) progress = from ? qv_progress_new(whose, "copy") : NULL;
    g_autofree char *path = path_of_new_volume(pool, name);
    virStorageVolInfo info = {0};
    virStorageVol *volume = NULL;

    if (!check_new(pool, name, path, error))
        return NULL;
    if (from != NULL)
        virStorageVolGetInfo(from, &info);
    Work *work = new_work(pool, from, name, xml, flags);
    work->path = g_steal_pointer(&path);
    g_autoptr(QvTask) task = qv_task_new(make_allocated_volume, work, work_free);
    if (!watch_allocation(task, work, progress, info.allocation))
        leave(work, error);
    else if (work->volume != NULL)
        qv_undo_add(undo, delete_volume, volume = g_steal_pointer(&work->volume), free_volume);
    else
        g_propagate_error(error, g_steal_pointer(&work->error));
    return volume;
}
