/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hosts-conf: the groups of hosts in hosts.conf. */
#include "cli/hosts-conf.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/suggest.h"

#define SYSTEM_FILE "/etc/qvirt/hosts.conf"

static char *
find_file(GError **error)
{
    g_autofree char *own = g_build_filename(g_get_user_config_dir(), "qvirt/hosts.conf", NULL);

    if (g_file_test(own, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&own);
    if (g_file_test(SYSTEM_FILE, G_FILE_TEST_EXISTS))
        return g_strdup(SYSTEM_FILE);
    qv_fail(error, QV_ERROR_NOT_FOUND,
            _("--hosts: neither %s nor %s is there; write [GROUP] and NAME = URI lines into one"),
            own, SYSTEM_FILE);
    return NULL;
}

/* A URI can name a command that reaches the host, so only the owner may be able to change it. */
static gboolean
check_groups_owner(const char *file, GError **error)
{
    struct stat status;

    if (stat(file, &status) < 0)
        return qv_fail(error, QV_ERROR_FAILED, "%s: %s", file, g_strerror(errno));
    if ((status.st_uid == 0 || status.st_uid == geteuid()) && !(status.st_mode & S_IWOTH))
        return TRUE;
    return qv_fail(error, QV_ERROR_FAILED,
                   _("%s: must belong to you or root, and not everybody may write to it"), file);
}

static GKeyFile *
load_groups_file(const char *file, GError **error)
{
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autoptr(GError) fault = NULL;

    if (!check_groups_owner(file, error))
        return NULL;
    if (!g_key_file_load_from_file(keys, file, G_KEY_FILE_NONE, &fault)) {
        qv_fail(error, QV_ERROR_FAILED, "%s: %s", file, fault->message);
        return NULL;
    }
    return g_steal_pointer(&keys);
}

static gboolean
no_group(GKeyFile *keys, const char *file, const char *group, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
    g_autofree char *list = g_strjoinv(", ", groups);
    g_autofree char *nearest = qv_suggestion(group, (const char *const *)groups);

    return qv_fail(error, QV_ERROR_NOT_FOUND, _("--hosts: no group '%s' in %s; there are: %s%s"),
                   group, file, list, nearest);
}

static GStrv
read_uris(GKeyFile *keys, const char *file, const char *group, GStrv names, GError **error)
{
    g_autoptr(GStrvBuilder) uris = g_strv_builder_new();

    for (char **name = names; *name != NULL; name++) {
        g_autoptr(GError) fault = NULL;
        g_autofree char *uri = g_key_file_get_string(keys, group, *name, &fault);
        if (uri == NULL || *uri == '\0') {
            qv_fail(error, QV_ERROR_FAILED, _("%s: [%s]: host '%s': %s"), file, group, *name,
                    fault ? fault->message : _("there is no URI behind the '='"));
            return NULL;
        }
        g_strv_builder_add(uris, uri);
    }
    return g_strv_builder_end(uris);
}

gboolean
qv_hosts_conf_read(const char *group, GStrv *names, GStrv *uris, GError **error)
{
    g_autofree char *file = find_file(error);
    g_autoptr(GKeyFile) keys = file ? load_groups_file(file, error) : NULL;
    g_auto(GStrv) found = keys ? g_key_file_get_keys(keys, group, NULL, NULL) : NULL;

    if (keys == NULL)
        return FALSE;
    if (found == NULL)
        return no_group(keys, file, group, error);
    if (*found == NULL)
        return qv_fail(error, QV_ERROR_FAILED, _("%s: [%s]: no NAME = URI line is in it"), file,
                       group);
    *uris = read_uris(keys, file, group, found, error);
    if (*uris == NULL)
        return FALSE;
    *names = g_steal_pointer(&found);
    return TRUE;
}
