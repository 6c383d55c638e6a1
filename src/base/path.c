/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* path: where qvirt's own files lie, and who may read what. */
#include "base/path.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beside the program first, so that an installation can be moved, or run from a DESTDIR. */
static char *
find_installed_dir(const char *variable, const char *beside, const char *built_in)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *bin = program ? g_path_get_dirname(program) : NULL;
    g_autofree char *moved = bin ? g_canonicalize_filename(beside, bin) : NULL;

    if (g_getenv(variable) != NULL)
        return g_canonicalize_filename(g_getenv(variable), NULL);
    if (moved != NULL && g_file_test(moved, G_FILE_TEST_IS_DIR))
        return g_steal_pointer(&moved);
    return g_strdup(built_in);
}

const char *
qv_path_data(void)
{
    static char *path;

    if (g_once_init_enter(&path))
        g_once_init_leave(&path, find_installed_dir("QVIRT_DATADIR", "../share/qvirt", QV_DATADIR));
    return path;
}

const char *
qv_path_locale(void)
{
    static char *path;

    if (g_once_init_enter(&path))
        g_once_init_leave(&path,
                          find_installed_dir("QVIRT_LOCALEDIR", "../share/locale", QV_LOCALEDIR));
    return path;
}

const char *
qv_path_xsl(void)
{
    static char *path;

    if (g_once_init_enter(&path))
        g_once_init_leave(&path, g_build_filename(qv_path_data(), "xsl", NULL));
    return path;
}

GStrv
qv_path_templates(void)
{
    g_autoptr(GStrvBuilder) paths = g_strv_builder_new();
    g_autofree char *own = g_build_filename(g_get_user_config_dir(), "qvirt/templates", NULL);
    g_autofree char *shipped = g_build_filename(qv_path_data(), "templates", NULL);

    g_strv_builder_add(paths, own);
    g_strv_builder_add(paths, "/etc/qvirt/templates");
    for (const char *const *dir = g_get_system_data_dirs(); *dir != NULL; dir++) {
        g_autofree char *path = g_build_filename(*dir, "qvirt/templates", NULL);
        if (!g_str_equal(path, shipped))
            g_strv_builder_add(paths, path);
    }
    g_strv_builder_add(paths, shipped);
    return g_strv_builder_end(paths);
}

char *
qv_path_user(uid_t uid)
{
    const struct passwd *entry = getpwuid(uid);

    return entry ? g_strdup(entry->pw_name) : g_strdup_printf("%u", uid);
}

static gboolean
in_group(uid_t uid, gid_t gid, gid_t wanted)
{
    const struct passwd *entry;
    int n = 64; /* enough for most, as each look at the groups asks all of the system's sources */

    if (gid == wanted)
        return TRUE;
    entry = getpwuid(uid);
    if (entry == NULL)
        return FALSE;
    /* libvirt gives QEMU all groups of its user, beside the one in the security label. */
    g_autofree gid_t *groups = g_new0(gid_t, (gsize)n);
    if (getgrouplist(entry->pw_name, entry->pw_gid, groups, &n) < 0) {
        groups = g_renew(gid_t, groups, (gsize)n);
        getgrouplist(entry->pw_name, entry->pw_gid, groups, &n);
    }
    for (int i = 0; i < n; i++)
        if (groups[i] == wanted)
            return TRUE;
    return FALSE;
}

/* Whether the permission bits of @path give all of @bits (4, 2, 1: read, write, search). */
static gboolean
permits(const char *path, uid_t uid, gid_t gid, mode_t bits)
{
    struct stat status;

    if (stat(path, &status) < 0)
        return FALSE;
    if (uid == 0)
        return TRUE;
    if (status.st_uid == uid)
        return (status.st_mode >> 6 & bits) == bits;
    gboolean group = (status.st_mode >> 3 & bits) == bits;
    gboolean other = (status.st_mode & bits) == bits;
    return group == other ? group : group == in_group(uid, gid, status.st_gid);
}

char *
qv_path_denied(const char *path, uid_t uid, gid_t gid, int mode)
{
    mode_t bits = (mode & R_OK ? 4 : 0) | (mode & W_OK ? 2 : 0);

    for (const char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        g_autofree char *directory = g_strndup(path, (gsize)(slash - path));
        if (!permits(directory, uid, gid, 1))
            return g_steal_pointer(&directory);
    }
    return permits(path, uid, gid, bits) ? NULL : g_strdup(path);
}
