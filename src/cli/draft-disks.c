/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft-disks: finds out what the disks and CD images of a draft are. */
#include "cli/draft-disks.h"

#include <unistd.h>

#include "base/path.h"
#include "hv/pool.h"
#include "hv/volume.h"
#include "model/image.h"

/* The host's record has the directory of the pool "default"; others are asked for. */
static char *
pool_directory(QvDraft *draft, const char *pool)
{
    xmlNode *n = qv_xml_child(qv_xml_root(draft->host), "directory");

    if (draft->connection != NULL && !g_str_equal(pool, "default"))
        return qv_pool_directory(draft->connection, pool);
    while (n != NULL && !qv_xml_is(n, "name", "images"))
        n = qv_xml_next(n, "directory");
    g_autoptr(xmlChar) path = n ? xmlNodeGetContent(n) : NULL;
    return g_strdup(path ? (const char *)path : "/var/lib/libvirt/images");
}

static gboolean
is_local(QvDraft *draft)
{
    return draft->connection != NULL && qv_connection_is_local(draft->connection);
}

/* A guest that is there has volumes of its own. */
static char *
next_volume_name(QvDraft *draft, const char *pool, const char *guest, const char *suffix)
{
    for (guint n = draft->volumes->len + 2;; n++) {
        g_autofree char *name = g_strdup_printf("%s-%u.%s", guest, n, suffix);
        if (!qv_volume_is_there(draft->connection, pool, name))
            return g_steal_pointer(&name);
    }
}

/* The disk's file is called as the guest, the second one with "-2" behind it. */
static char *
volume_name(QvDraft *draft, xmlNode *setting, const char *pool, const char *guest,
            const char *suffix)
{
    if (draft->guest != NULL)
        return next_volume_name(draft, pool, guest, suffix);
    if (qv_xml_is(setting, "name", "stage"))
        return g_strdup_printf("%s-helper.%s", guest, suffix);
    if (draft->volumes->len > 0)
        return g_strdup_printf("%s-%u.%s", guest, draft->volumes->len + 1, suffix);
    return g_strdup_printf("%s.%s", guest, suffix);
}

static gboolean
plan_volume(QvDraft *draft, xmlNode *setting, guint64 bytes, GError **error)
{
    xmlNode *request = qv_build_request(draft->build);
    g_autofree char *guest = qv_setting_get(request, "name");
    g_autofree char *asked = qv_setting_get(request, "pool");
    g_autofree char *wanted = qv_setting_get(request, "image");
    const char *pool = asked ? asked : "default";
    const char *image = wanted ? wanted : "thin";
    const char *suffix = g_str_equal(image, "raw") ? "raw" : "qcow2";
    g_autofree char *size = g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
    g_autofree char *name = volume_name(draft, setting, pool, guest, suffix);
    g_autofree char *directory = pool_directory(draft, pool);
    g_autofree char *path = g_build_filename(directory, name, NULL);
    xmlDoc *made = qv_volume_plan(name, size, image, error);

    if (made == NULL)
        return FALSE;
    g_ptr_array_add(draft->volumes, made);
    qv_xml_graft(setting, qv_xml_content(qv_xml_root(made)));
    qv_xml_set(qv_xml_add(setting, "made"), "path", path);
    qv_xml_set(setting, "path", path);
    if (is_local(draft) && g_file_test(directory, G_FILE_TEST_IS_DIR))
        qv_xml_set(setting, "direct", qv_image_direct(directory) ? "yes" : "no");
    return TRUE;
}

/* libvirt hands the image itself to QEMU's user, but not the directories on the way to it. */
static gboolean
check_readable(QvDraft *draft, const char *path, GError **error)
{
    xmlNode *device = qv_xml_child(qv_xml_root(draft->host), "device");
    g_autofree char *uid = qv_xml_get(device, "uid");
    g_autofree char *gid = qv_xml_get(device, "gid");
    g_autofree char *user = qv_xml_get(device, "user");
    g_autofree char *denied = NULL;

    if (uid == NULL)
        return TRUE;
    uid_t u = (uid_t)g_ascii_strtoull(uid, NULL, 10);
    denied = qv_path_denied(path, u, (gid_t)g_ascii_strtoull(gid, NULL, 10), R_OK);
    if (denied == NULL || (g_str_equal(denied, path) && u != geteuid()))
        return TRUE;
    return qv_fail(error, QV_ERROR_USAGE,
                   _("'%s': QEMU's user '%s' may not enter or read '%s'; move the file to %s, or "
                     "let the user in with 'chmod o+x'"),
                   path, user, denied, "/var/lib/libvirt/images");
}

static gboolean
look_at_path(QvDraft *draft, xmlNode *setting, const char *word, GError **error)
{
    g_autofree char *path = g_canonicalize_filename(word, NULL);
    g_autoptr(xmlDoc) volume = NULL;

    qv_xml_set(setting, "path", path);
    if (draft->connection == NULL) {
        qv_image_guess(path, setting);
        return TRUE;
    }
    if (g_regex_match_simple("^/dev/(sd|hd|vd|nvme)", path, 0, 0))
        qv_warn(_("'%s' may be another disk after the next boot; /dev/disk/by-id has names that "
                  "stay"),
                path);
    if (is_local(draft))
        return qv_image_look(path, setting, error) && check_readable(draft, path, error);
    volume = qv_volume_find_path(draft->connection, path, error);
    if (volume != NULL)
        qv_xml_graft(setting, qv_xml_root(volume));
    return volume != NULL;
}

static gboolean
look_in_pool(QvDraft *draft, xmlNode *setting, const char *word, GError **error)
{
    const char *slash = strchr(word, '/');
    g_autofree char *pool = g_strndup(word, (gsize)(slash - word));
    g_autoptr(xmlDoc) volume = NULL;

    if (draft->connection == NULL)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("'%s': a recorded host has no storage pools; say a path or a size"), word);
    volume = qv_volume_find(draft->connection, pool, slash + 1, error);
    if (volume != NULL)
        qv_xml_graft(setting, qv_xml_root(volume));
    return volume != NULL;
}

static gboolean
resolve_media_word(QvDraft *draft, xmlNode *setting, gboolean is_disk, GError **error)
{
    g_autofree char *word = qv_xml_get(setting, "value");
    guint64 bytes = is_disk ? qv_size_parse(word) : 0;

    if (is_disk && g_str_equal(word, "none"))
        return TRUE;
    if (bytes > 0)
        return plan_volume(draft, setting, bytes, error);
    if (g_path_is_absolute(word) || g_str_has_prefix(word, "./") || g_str_has_prefix(word, "../") ||
        g_file_test(word, G_FILE_TEST_IS_REGULAR))
        return look_at_path(draft, setting, word, error);
    if (strchr(word, '/') != NULL)
        return look_in_pool(draft, setting, word, error);
    if (is_disk)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("'%s' is neither a size (64G), a path (/…, ./…), POOL/VOLUME nor none"),
                       word);
    return qv_fail(error, QV_ERROR_USAGE, _("'%s': no such file, and no POOL/VOLUME"), word);
}

static gboolean
add_recommended(QvDraft *draft, GError **error)
{
    xmlNode *request = qv_build_request(draft->build);
    g_autofree char *asked = qv_setting_get(request, "disk");
    g_autofree char *by = NULL;
    g_autofree char *size = qv_build_disk_size(draft->build, &by);
    xmlNode *setting;

    if (asked != NULL || size == NULL)
        return TRUE;
    setting = qv_setting_add(request, qv_setting_find(qv_settings, "disk"), size, error);
    if (setting == NULL)
        return FALSE;
    qv_xml_set(setting, "by", by);
    /* It is the system's disk, before all that was asked for. */
    xmlAddPrevSibling(request->children, setting);
    return TRUE;
}

/* Enough for a partition table, which is all that the driver must see. */
#define HELPER (64 * 1024 * 1024)

static gboolean
look_at(QvDraft *draft, xmlNode *setting, GError **error)
{
    g_autofree char *name = qv_xml_get(setting, "name");

    if (g_str_equal(name, "stage"))
        return plan_volume(draft, setting, HELPER, error);
    if (resolve_media_word(draft, setting, g_str_equal(name, "disk"), error))
        return TRUE;
    g_prefix_error(error, "--%s: ", name);
    return FALSE;
}

gboolean
qv_draft_resolve_disks(QvDraft *draft, gboolean look, GError **error)
{
    static const char *const names[] = {"disk", "cdrom", "virtio-win", "usb-stick", "stage", NULL};

    if (look && draft->guest == NULL && !add_recommended(draft, error))
        return FALSE;
    xmlNode *n = qv_xml_child(qv_build_request(draft->build), "setting");
    for (; n != NULL; n = qv_xml_next(n, "setting")) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *word = qv_xml_get(n, "value");
        if (!g_strv_contains(names, name))
            continue;
        if (look && !look_at(draft, n, error))
            return FALSE;
        if (!look && !g_str_equal(word, "none"))
            qv_image_guess(word, n);
    }
    return TRUE;
}
