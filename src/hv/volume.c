/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume: volumes, made and found through libvirt's storage API. */
#include "hv/volume.h"

#include "base/error.h"
#include "base/value.h"
#include "hv/libvirt.h"
#include "hv/pool.h"
#include "hv/volume-allocate.h"
#include "model/stage.h"

#define POLL 300 /* milliseconds between two attempts to remove */

static xmlDoc *
read_volume(virStorageVol *volume, GError **error)
{
    char *text = virStorageVolGetXMLDesc(volume, 0);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, "volume", error) : NULL;

    if (text == NULL)
        qv_libvirt_fail(error);
    free(text);
    return g_steal_pointer(&doc);
}

static virStorageVol *
find_volume(QvConnection *connection, const char *pool_name, const char *name, GError **error)
{
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByName(connection, pool_name);
    virStorageVol *volume = NULL;

    if (pool == NULL) {
        qv_fail(error, QV_ERROR_NOT_FOUND,
                _("no storage pool '%s'; 'virsh pool-list --all' lists "
                  "them; for a file, begin its path with / or ./"),
                pool_name);
        return NULL;
    }
    volume = virStorageVolLookupByName(pool, name);
    if (volume == NULL)
        qv_fail(error, QV_ERROR_NOT_FOUND, _("no volume '%s' in pool '%s'"), name, pool_name);
    return volume;
}

xmlDoc *
qv_volume_find(QvConnection *connection, const char *pool, const char *name, GError **error)
{
    g_autoptr(virStorageVol) volume = find_volume(connection, pool, name, error);

    return volume ? read_volume(volume, error) : NULL;
}

xmlDoc *
qv_volume_find_path(QvConnection *connection, const char *path, GError **error)
{
    g_autoptr(virStorageVol) volume = virStorageVolLookupByPath(connection, path);

    if (volume == NULL) {
        qv_fail(error, QV_ERROR_NOT_FOUND,
                _("'%s' is in no storage pool of that host; say POOL/VOLUME"), path);
        return NULL;
    }
    return read_volume(volume, error);
}

static char *
path_of_volume(virStorageVol *volume)
{
    char *path = virStorageVolGetPath(volume);
    g_autofree char *copy = g_strdup(path);

    free(path);
    return g_steal_pointer(&copy);
}

char *
qv_volume_path(QvConnection *connection, const char *pool, const char *name, GError **error)
{
    g_autoptr(virStorageVol) volume = find_volume(connection, pool, name, error);

    return volume ? path_of_volume(volume) : NULL;
}

xmlDoc *
qv_volume_plan(const char *name, const char *size, const char *image, GError **error)
{
    g_autoptr(xmlDoc) new = qv_xml_new("new");

    qv_xml_set(qv_xml_root(new), "name", name);
    qv_xml_set(qv_xml_root(new), "size", size);
    qv_xml_set(qv_xml_root(new), "image", image);
    return qv_stage("volume", new, error);
}

/* A thin disk may be larger than what is free now, but not than the pool can ever hold. */
static gboolean
check_space(virStoragePool *pool, xmlNode *made, GError **error)
{
    g_autofree char *text = qv_xml_get(made, "size");
    guint64 size = g_ascii_strtoull(text, NULL, 10);
    virStoragePoolInfo info = {0};

    if (virStoragePoolGetInfo(pool, &info) < 0 || info.capacity == 0)
        return TRUE;
    guint64 room = qv_xml_is(made, "reserve", "yes") ? info.available : info.capacity;
    if (size <= room)
        return TRUE;
    g_autofree char *wanted = qv_size_format(size);
    g_autofree char *there = qv_size_format(room);
    return qv_fail(error, QV_ERROR_HOST,
                   _("a disk of %s does not fit in storage pool '%s', which has room for %s"),
                   wanted, virStoragePoolGetName(pool), there);
}

/* The volume of @made, with the content of @from. */
static virStorageVol *
make_pool_volume(virStoragePool *pool, virStorageVol *from, const char *whose, xmlNode *made,
                 QvUndo *undo, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(qv_xml_content(made));
    g_autofree char *name = qv_xml_get(made, "name");
    gboolean preallocate = qv_xml_is(made, "preallocate", "metadata");
    virStorageVol *volume;

    if (!check_space(pool, made, error))
        return NULL;
    volume =
        qv_volume_allocate(pool, from, whose, name, xml,
                           preallocate ? VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA : 0, undo, error);
    if (volume == NULL && error != NULL && (*error)->domain == QV_LIBVIRT_ERROR) {
        gboolean exists = (*error)->code == VIR_ERR_STORAGE_VOL_EXIST;
        g_prefix_error(error, _("cannot make a disk in storage pool '%s': "),
                       virStoragePoolGetName(pool));
        if (exists)
            g_prefix_error(error, _("the disk of an earlier guest is still there; use it with "
                                    "--disk POOL/VOLUME or delete it: "));
    }
    return volume;
}

gboolean
qv_volume_create(QvConnection *connection, const char *pool_name, xmlDoc *made, QvUndo *undo,
                 GError **error)
{
    g_autoptr(virStoragePool) pool = qv_pool_ready(connection, pool_name, undo, error);

    return pool != NULL &&
           make_pool_volume(pool, NULL, NULL, qv_xml_root(made), undo, error) != NULL;
}

static virStorageVol *
look_up(QvConnection *connection, const char *path, QvUndo *undo, GError **error)
{
    g_autofree char *directory = g_path_get_dirname(path);
    virStorageVol *volume = virStorageVolLookupByPath(connection, path);
    g_autoptr(GError) reason = NULL;

    if (volume == NULL && qv_pool_borrow(connection, directory, undo, &reason))
        volume = virStorageVolLookupByPath(connection, path);
    if (volume == NULL)
        qv_fail(error, QV_ERROR_FAILED, _("'%s' is not there, or libvirt cannot read it%s%s"), path,
                reason ? ": " : "", reason ? reason->message : "");
    return volume;
}

xmlDoc *
qv_volume_look(QvConnection *connection, const char *path, QvUndo *undo, GError **error)
{
    g_autoptr(virStorageVol) volume = look_up(connection, path, undo, error);

    return volume ? read_volume(volume, error) : NULL;
}

/* The pool called @name, or that of the volume. */
static virStoragePool *
pool_for(QvConnection *connection, const char *name, virStorageVol *volume, QvUndo *undo,
         GError **error)
{
    g_autoptr(virStoragePool) pool = name ? NULL : virStoragePoolLookupByVolume(volume);

    if (name == NULL && pool == NULL) {
        qv_libvirt_fail(error);
        return NULL;
    }
    return qv_pool_ready(connection, name ? name : virStoragePoolGetName(pool), undo, error);
}

/* What of a volume's XML decides about another one made from it. */
static xmlDoc *
plan_from(virStorageVol *volume, const char *kind, const char *name, const char *format,
          GError **error)
{
    g_autoptr(xmlDoc) old = read_volume(volume, error);
    g_autoptr(xmlDoc) new = qv_xml_new(kind);

    if (old == NULL)
        return NULL;
    qv_xml_set(qv_xml_root(new), "name", name);
    qv_xml_set(qv_xml_root(new), "format", format);
    qv_xml_graft(qv_xml_root(new), qv_xml_root(old));
    return qv_stage("volume", new, error);
}

/* A copy for a guest, or an overlay on an image of that format. */
static char *
make_from(QvConnection *connection, const char *path, const char *whose, const char *pool_name,
          const char *name, const char *format, QvUndo *undo, GError **error)
{
    g_autoptr(virStorageVol) old = look_up(connection, path, undo, error);
    g_autoptr(virStoragePool) pool = old ? pool_for(connection, pool_name, old, undo, error) : NULL;
    g_autoptr(xmlDoc) made =
        pool ? plan_from(old, whose ? "copy" : "overlay", name, format, error) : NULL;
    virStorageVol *new =
        made ? make_pool_volume(pool, whose ? old : NULL, whose, qv_xml_root(made), undo, error)
             : NULL;

    return new ? path_of_volume(new) : NULL;
}

char *
qv_volume_copy(QvConnection *connection, const char *path, const char *whose, const char *pool,
               const char *name, QvUndo *undo, GError **error)
{
    return make_from(connection, path, whose, pool, name, NULL, undo, error);
}

char *
qv_volume_overlay(QvConnection *connection, const char *path, const char *format, const char *pool,
                  const char *name, QvUndo *undo, GError **error)
{
    return make_from(connection, path, NULL, pool, name, format, undo, error);
}

char *
qv_volume_name(QvConnection *connection, const char *path, const char *pool_name, const char *stem,
               const char *suffix, QvUndo *undo, GError **error)
{
    g_autoptr(virStorageVol) beside = look_up(connection, path, undo, error);
    g_autoptr(virStoragePool) pool =
        beside ? pool_for(connection, pool_name, beside, undo, error) : NULL;
    g_autofree char *name = g_strdup_printf("%s.%s", stem, suffix);

    if (pool == NULL)
        return NULL;
    for (guint n = 2;; n++) {
        g_autoptr(virStorageVol) taken = virStorageVolLookupByName(pool, name);
        if (taken == NULL)
            return g_steal_pointer(&name);
        g_free(name);
        name = g_strdup_printf("%s-%u.%s", stem, n, suffix);
    }
}

gboolean
qv_volume_adopt(QvConnection *connection, const char *path)
{
    g_autofree char *directory = g_path_get_dirname(path);
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByTargetPath(connection, directory);

    return pool == NULL || virStoragePoolRefresh(pool, 0) == 0;
}

gboolean
qv_volume_delete(QvConnection *connection, const char *path, GError **error)
{
    g_autoptr(QvUndo) undo = qv_undo_new();
    g_autoptr(virStorageVol) volume = look_up(connection, path, undo, error);

    return volume != NULL && (virStorageVolDelete(volume, 0) == 0 || qv_libvirt_fail(error));
}

/* libvirt calls it an invalid operation to delete what it still makes. */
static gboolean
delete_when_made(virStorageVol *volume, GError **error)
{
    while (virStorageVolDelete(volume, 0) < 0) {
        if (virGetLastErrorCode() != VIR_ERR_OPERATION_INVALID)
            return qv_libvirt_fail(error);
        g_usleep(POLL * 1000);
    }
    return TRUE;
}

gboolean
qv_volume_remove_unfinished(QvConnection *connection, const char *pool_name, const char *name,
                            GError **error)
{
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByName(connection, pool_name);
    g_autoptr(virStorageVol) volume = pool ? virStorageVolLookupByName(pool, name) : NULL;

    if (pool == NULL)
        return qv_libvirt_fail(error);
    if (volume != NULL && !delete_when_made(volume, error))
        return FALSE;
    if (virStoragePoolIsPersistent(pool) == 0)
        virStoragePoolDestroy(pool);
    return TRUE;
}

gboolean
qv_volume_is_there(QvConnection *connection, const char *name, const char *volume)
{
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByName(connection, name);
    g_autoptr(virStorageVol) found = pool ? virStorageVolLookupByName(pool, volume) : NULL;

    return found != NULL;
}

gboolean
qv_volume_resize(QvConnection *connection, const char *path, guint64 bytes, gboolean shrink,
                 GError **error)
{
    g_autoptr(virStorageVol) volume = virStorageVolLookupByPath(connection, path);

    if (volume == NULL)
        return qv_fail(error, QV_ERROR_NOT_FOUND,
                       _("'%s' is in no storage pool, so that it can only be resized while the "
                         "guest runs; 'virsh pool-create-as' makes a pool of its directory"),
                       path);
    if (virStorageVolResize(volume, bytes, shrink ? VIR_STORAGE_VOL_RESIZE_SHRINK : 0) < 0) {
        qv_libvirt_fail(error);
        g_prefix_error(error, _("cannot resize '%s': "), path);
        return FALSE;
    }
    return TRUE;
}

QvThere
qv_volume_there(QvConnection *connection, const char *path, char **pool_name)
{
    g_autofree char *directory = g_path_get_dirname(path);
    g_autofree char *usual = qv_pool_directory(connection, "default");
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByTargetPath(connection, directory);
    QvThere otherwise = pool ? QV_THERE_NO : QV_THERE_UNKNOWN;

    if (pool != NULL)
        *pool_name = g_strdup(virStoragePoolGetName(pool));
    else if (g_str_equal(directory, usual))
        *pool_name = g_strdup("default");
    /* Files come and go behind the back of a pool. */
    if (pool != NULL && virStoragePoolRefresh(pool, 0) < 0)
        otherwise = QV_THERE_UNKNOWN;
    g_autoptr(virStorageVol) volume = virStorageVolLookupByPath(connection, path);
    return volume ? QV_THERE_YES : otherwise;
}
