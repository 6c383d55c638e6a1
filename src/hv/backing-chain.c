/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backing-chain: the images that lie below a guest's disks, and who else needs them. */
#include "hv/backing-chain.h"

#include "base/error.h"
#include "hv/guest.h"
#include "hv/libvirt.h"
#include "hv/snapshot.h"
#include "hv/volume.h"
#include "model/image.h"
#include "model/stage.h"

xmlNode *
qv_chain_find(xmlNode *images, const char *path)
{
    xmlNode *n = qv_xml_child(images, "image");

    while (n != NULL && !qv_xml_is(n, "path", path))
        n = qv_xml_next(n, "image");
    return n;
}

static void
copy_attribute(xmlNode *to, xmlNode *from, const char *name)
{
    g_autofree char *value = qv_xml_get(from, name);

    qv_xml_set(to, name, value);
}

static gboolean
ask_libvirt(QvConnection *connection, const char *path, xmlNode *image, GError **error)
{
    g_autoptr(xmlDoc) volume = qv_volume_find_path(connection, path, NULL);
    g_autoptr(xmlDoc) what = volume ? qv_stage("image", volume, error) : NULL;

    if (volume == NULL)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("'%s' is not there, or in no storage pool of that host"), path);
    if (what == NULL)
        return FALSE;
    copy_attribute(image, qv_xml_root(what), "format");
    copy_attribute(image, qv_xml_root(what), "below");
    copy_attribute(image, qv_xml_root(what), "below-format");
    return TRUE;
}

/* Headers that only root may read are known to libvirt. */
static gboolean
look_at_image(QvConnection *connection, const char *path, xmlNode *image, GError **error)
{
    g_autoptr(GError) reason = NULL;

    /* The test driver's images are nowhere. */
    if (qv_connection_is_test(connection))
        return ask_libvirt(connection, path, image, NULL) || TRUE;
    if (!qv_connection_is_local(connection))
        return ask_libvirt(connection, path, image, error);
    if (qv_image_read(path, image, &reason))
        return TRUE;
    if (ask_libvirt(connection, path, image, NULL))
        return TRUE;
    if (g_error_matches(reason, QV_ERROR, QV_ERROR_NOT_FOUND))
        return qv_fail(error, QV_ERROR_FAILED, _("'%s' is not there"), path);
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}

static gboolean
check_format(xmlNode *image, const char *path, const char *wanted, GError **error)
{
    g_autofree char *format = qv_xml_get(image, "format");

    /* Only the test driver does not know. */
    if (format == NULL || *format == '\0' || g_str_equal(format, wanted))
        return TRUE;
    return qv_fail(error, QV_ERROR_FAILED, _("'%s' is used as %s, and is %s by its header"), path,
                   wanted, format);
}

static gboolean
check_below(xmlNode *image, const char *path, GError **error)
{
    g_autofree char *below = qv_xml_get(image, "below");
    g_autofree char *format = qv_xml_get(image, "below-format");

    if (below == NULL || format != NULL)
        return TRUE;
    return qv_fail(error, QV_ERROR_FAILED,
                   _("'%s' lies on '%s' and does not say of which format that is; 'qemu-img rebase "
                     "-u -F' writes it down"),
                   path, below);
}

gboolean
qv_chain_add(QvConnection *connection, xmlNode *images, const char *first, const char *format,
             const char *target, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *path = g_strdup(first);
    g_autofree char *wanted = g_strdup(format);

    while (path != NULL) {
        if (!g_hash_table_add(seen, g_strdup(path)))
            return qv_fail(error, QV_ERROR_FAILED, _("'%s' lies below itself"), path);
        xmlNode *image = qv_chain_find(images, path);
        if (image == NULL) {
            image = qv_xml_add(images, "image");
            qv_xml_set(image, "path", path);
            qv_xml_set(image, "dev", target);
            if (!look_at_image(connection, path, image, error))
                return FALSE;
        }
        if (!check_format(image, path, wanted, error) || !check_below(image, path, error))
            return FALSE;
        g_free(path);
        g_free(wanted);
        path = qv_xml_get(image, "below");
        wanted = qv_xml_get(image, "below-format");
    }
    return TRUE;
}

/* The path of a disk that names a pool and a volume. */
static gboolean
resolve_disk_volume(QvConnection *connection, xmlNode *disk, GError **error)
{
    g_autofree char *pool = qv_xml_get(disk, "pool");
    g_autofree char *name = qv_xml_get(disk, "volume");
    g_autofree char *path = pool ? qv_volume_path(connection, pool, name, error) : NULL;

    if (path != NULL)
        qv_xml_set(disk, "path", path);
    return pool == NULL || path != NULL;
}

static gboolean
add_disk_chain(QvConnection *connection, xmlNode *images, xmlNode *disk, GError **error)
{
    gboolean shared = qv_xml_is(disk, "kind", "shared");

    if (!shared && !qv_xml_is(disk, "kind", "image") && !qv_xml_is(disk, "kind", "memory"))
        return TRUE;
    if (!resolve_disk_volume(connection, disk, shared ? NULL : error))
        return shared;
    g_autofree char *path = qv_xml_get(disk, "path");
    g_autofree char *format = qv_xml_get(disk, "format");
    g_autofree char *target = qv_xml_get(disk, "dev");
    /* An image in a drive may be gone, and is nothing that a copy or a snapshot builds on. */
    if (shared)
        return *path == '\0' || qv_chain_add(connection, images, path, format, NULL, NULL) || TRUE;
    return qv_chain_add(connection, images, path, *format ? format : "raw", target, error);
}

/* Each disk becomes a child of @images, and so does each image. */
static gboolean
add_disks(QvConnection *connection, xmlNode *images, xmlDoc *source, gboolean keep, GError **error)
{
    g_autoptr(xmlDoc) disks = qv_stage("disks", source, error);
    xmlNode *root = disks ? qv_xml_root(disks) : NULL;

    if (disks == NULL)
        return FALSE;
    for (xmlAttr *a = root->properties; keep && a != NULL; a = a->next)
        copy_attribute(images, root, (const char *)a->name);
    for (xmlNode *n = qv_xml_child(root, "disk"); n != NULL; n = qv_xml_next(n, "disk")) {
        if (!add_disk_chain(connection, images, n, error))
            return FALSE;
        if (keep)
            qv_xml_graft(images, n);
    }
    return TRUE;
}

static gboolean
add_snapshots(QvGuest *guest, xmlNode *images, GError **error)
{
    g_autoptr(xmlDoc) snapshots = qv_snapshot_list(guest, error);

    if (snapshots == NULL)
        return FALSE;
    xmlNode *n = qv_xml_child(qv_xml_root(snapshots), NULL);
    for (; n != NULL; n = qv_xml_next(n, NULL)) {
        g_autoptr(xmlDoc) one = xmlNewDoc(BAD_CAST "1.0");
        xmlDocSetRootElement(one, xmlCopyNode(n, 1));
        if (!add_disks(virDomainGetConnect(guest), images, one, FALSE, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
collect_guest_images(QvGuest *guest, gboolean snapshots, xmlNode *images, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_xml(guest, error);

    return domain != NULL && add_disks(virDomainGetConnect(guest), images, domain, TRUE, error) &&
           (!snapshots || add_snapshots(guest, images, error));
}

xmlDoc *
qv_chain_of_guest(QvGuest *guest, gboolean snapshots, GError **error)
{
    g_autoptr(xmlDoc) images = qv_xml_new("images");

    if (collect_guest_images(guest, snapshots, qv_xml_root(images), error))
        return g_steal_pointer(&images);
    g_prefix_error(error, _("guest '%s': "), qv_guest_name(guest));
    return NULL;
}

xmlDoc *
qv_chain_rest(QvGuest *guest)
{
    xmlDoc *images = qv_xml_new("images");

    collect_guest_images(guest, TRUE, qv_xml_root(images), NULL);
    return images;
}

xmlDoc *
qv_chain_own(QvGuest *guest, xmlNode *images, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_xml(guest, error);
    g_autoptr(xmlDoc) in = qv_xml_new("own");

    if (domain == NULL)
        return NULL;
    qv_xml_graft(qv_xml_root(in), images);
    qv_xml_graft(qv_xml_root(in), qv_xml_root(domain));
    return qv_stage("volumes", in, error);
}

struct QvChainUsers {
    GHashTable *guests; /* (element-type utf8 GPtrArray(utf8)): path to names */
};

static void
add_user(QvChainUsers *users, QvGuest *guest)
{
    g_autoptr(xmlDoc) images = qv_chain_rest(guest);
    xmlNode *n = qv_xml_child(qv_xml_root(images), "image");

    for (; n != NULL; n = qv_xml_next(n, "image")) {
        char *path = qv_xml_get(n, "path");
        GPtrArray *names = g_hash_table_lookup(users->guests, path);
        if (names == NULL) {
            names = g_ptr_array_new_with_free_func(g_free);
            g_hash_table_insert(users->guests, path, names);
        } else {
            g_free(path);
        }
        g_ptr_array_add(names, g_strdup(qv_guest_name(guest)));
    }
}

QvChainUsers *
qv_chain_users(QvConnection *connection, GError **error)
{
    g_autoptr(GPtrArray) guests = qv_guest_all(connection, error);
    QvChainUsers *users;

    if (guests == NULL)
        return NULL;
    users = g_new0(QvChainUsers, 1);
    users->guests =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < guests->len; i++)
        add_user(users, guests->pdata[i]);
    return users;
}

void
qv_chain_users_free(QvChainUsers *users)
{
    g_hash_table_unref(users->guests);
    g_free(users);
}

gboolean
qv_chain_check_guests(QvChainUsers *users, QvGuest *guest, const char *path, GError **error)
{
    GPtrArray *names = g_hash_table_lookup(users->guests, path);

    for (guint i = 0; names != NULL && i < names->len; i++)
        if (!g_str_equal(names->pdata[i], qv_guest_name(guest)) &&
            qv_guest_exists(virDomainGetConnect(guest), names->pdata[i]))
            return qv_fail(error, QV_ERROR_FAILED, _("guest '%s' needs image '%s'"),
                           (const char *)names->pdata[i], path);
    return TRUE;
}

/* Whether the volume lies right on top of @path. */
static gboolean
lies_on(QvConnection *connection, const char *volume, const char *path)
{
    g_autoptr(xmlDoc) image = qv_xml_new("image");

    return look_at_image(connection, volume, qv_xml_root(image), NULL) &&
           qv_xml_is(qv_xml_root(image), "below", path);
}

/* What no guest has any more may still be of use to somebody. */
static gboolean
check_pool(QvGuest *guest, xmlNode *images, const char *path, GError **error)
{
    QvConnection *connection = virDomainGetConnect(guest);
    g_autoptr(virStorageVol) volume = virStorageVolLookupByPath(connection, path);
    g_autoptr(virStoragePool) pool = volume ? virStoragePoolLookupByVolume(volume) : NULL;
    virStorageVolPtr *volumes = NULL;
    int n = pool ? virStoragePoolListAllVolumes(pool, &volumes, 0) : 0;
    gboolean alone = TRUE;

    for (int i = 0; i < n; i++) {
        char *other = virStorageVolGetPath(volumes[i]);
        if (alone && other != NULL && qv_chain_find(images, other) == NULL &&
            lies_on(connection, other, path))
            alone =
                qv_fail(error, QV_ERROR_FAILED, _("image '%s' lies on top of '%s'"), other, path);
        free(other);
        virStorageVolFree(volumes[i]);
    }
    free(volumes);
    return alone;
}

gboolean
qv_chain_check_alone(QvChainUsers *users, QvGuest *guest, xmlNode *images, const char *path,
                     GError **error)
{
    return qv_chain_check_guests(users, guest, path, error) &&
           check_pool(guest, images, path, error);
}
