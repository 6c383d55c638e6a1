/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* storage: volumes, made and found through libvirt's storage API. */
#include "hv/storage.h"

#include "base/error.h"
#include "base/value.h"
#include "hv/allocate.h"
#include "hv/libvirt.h"
#include "model/stage.h"

/* Where virt-manager and virt-install make the pool too. */
static char *
usual_directory(QvConnection *connection)
{
    g_autofree char *uri = qv_connection_uri(connection);

    if (g_str_has_suffix(uri, "/session"))
        return g_build_filename(g_get_user_data_dir(), "libvirt/images", NULL);
    return g_strdup("/var/lib/libvirt/images");
}

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

char *
qv_pool_directory(QvConnection *connection, const char *name)
{
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByName(connection, name);
    char *text = pool ? virStoragePoolGetXMLDesc(pool, 0) : NULL;
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, "pool", NULL) : NULL;
    g_autoptr(xmlDoc) place = doc ? qv_stage("directory", doc, NULL) : NULL;

    free(text);
    if (place != NULL)
        return qv_xml_get(qv_xml_root(place), "path");
    return usual_directory(connection);
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

xmlDoc *
qv_volume_plan(const char *name, const char *size, const char *image, GError **error)
{
    g_autoptr(xmlDoc) new = qv_xml_new("new");

    qv_xml_set(qv_xml_root(new), "name", name);
    qv_xml_set(qv_xml_root(new), "size", size);
    qv_xml_set(qv_xml_root(new), "image", image);
    return qv_stage("volume", new, error);
}

static void
remove_pool(gpointer pool)
{
    virStoragePoolDestroy(pool);
    virStoragePoolUndefine(pool);
}

static void
stop_pool(gpointer pool)
{
    virStoragePoolDestroy(pool);
}

static void
free_pool(gpointer pool)
{
    virStoragePoolFree(pool);
}

static virStoragePool *
make_pool(QvConnection *connection, const char *name, QvUndo *undo, GError **error)
{
    g_autofree char *directory = usual_directory(connection);
    g_autoptr(xmlDoc) new = qv_xml_new("new");
    qv_xml_set(qv_xml_root(new), "name", name);
    qv_xml_set(qv_xml_root(new), "path", directory);
    g_autoptr(xmlDoc) doc = qv_stage("pool", new, error);
    g_autofree char *xml = doc ? qv_xml_write(doc) : NULL;
    g_autoptr(virStoragePool) pool = xml ? virStoragePoolDefineXML(connection, xml, 0) : NULL;

    if (doc == NULL)
        return NULL;
    if (pool == NULL) {
        qv_libvirt_fail(error);
        return NULL;
    }
    virStoragePoolRef(pool);
    qv_undo_add(undo, remove_pool, pool, free_pool);
    if (virStoragePoolBuild(pool, 0) < 0 || virStoragePoolCreate(pool, 0) < 0 ||
        virStoragePoolSetAutostart(pool, 1) < 0) {
        qv_libvirt_fail(error);
        return NULL;
    }
    return g_steal_pointer(&pool);
}

/* libvirt writes over a file that it did not see at the last refresh. It refreshes no pool in which
   another volume is in the making; qv_allocate() looks for the file itself. */
static gboolean
refresh(virStoragePool *pool, GError **error)
{
    const virError *last;

    if (virStoragePoolRefresh(pool, 0) == 0)
        return TRUE;
    last = virGetLastError();
    if (last->message != NULL && strstr(last->message, "asynchronous jobs") != NULL)
        return TRUE;
    return qv_libvirt_fail(error);
}

/* The pool in working order; only "default" is made where it is missing, as the other tools do. */
static virStoragePool *
ready_pool(QvConnection *connection, const char *name, QvUndo *undo, GError **error)
{
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByName(connection, name);

    if (pool == NULL && g_str_equal(name, "default"))
        return make_pool(connection, name, undo, error);
    if (pool == NULL) {
        qv_fail(error, QV_ERROR_NOT_FOUND,
                _("no storage pool '%s'; 'virsh pool-list --all' lists them"), name);
        return NULL;
    }
    if (virStoragePoolIsActive(pool) == 0) {
        if (virStoragePoolCreate(pool, 0) < 0) {
            qv_libvirt_fail(error);
            g_prefix_error(error, _("cannot start storage pool '%s': "), name);
            return NULL;
        }
        virStoragePoolRef(pool);
        qv_undo_add(undo, stop_pool, pool, free_pool);
    } else if (!refresh(pool, error)) {
        return NULL;
    }
    return g_steal_pointer(&pool);
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
    g_autofree char *xml = qv_xml_write_node(qv_xml_child(made, "volume"));
    g_autofree char *name = qv_xml_get(made, "name");
    gboolean preallocate = qv_xml_is(made, "preallocate", "metadata");
    virStorageVol *volume;

    if (!check_space(pool, made, error))
        return NULL;
    volume = qv_allocate(pool, from, whose, name, xml,
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
    g_autoptr(virStoragePool) pool = ready_pool(connection, pool_name, undo, error);

    return pool != NULL &&
           make_pool_volume(pool, NULL, NULL, qv_xml_root(made), undo, error) != NULL;
}

static void
keep_pool(gpointer pool G_GNUC_UNUSED)
{
}

static void
end_pool(gpointer pool)
{
    virStoragePoolDestroy(pool);
    virStoragePoolFree(pool);
}

/* A pool around a directory for as long as the command runs: libvirt makes and copies files in
   pools only. */
static gboolean
borrow_pool(QvConnection *connection, const char *directory, QvUndo *undo, GError **error)
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, directory, -1);
    g_autofree char *name = g_strdup_printf("qvirt-%.12s", sum);
    g_autoptr(xmlDoc) new = qv_xml_new("new");
    qv_xml_set(qv_xml_root(new), "name", name);
    qv_xml_set(qv_xml_root(new), "path", directory);
    g_autoptr(xmlDoc) doc = qv_stage("pool", new, error);
    g_autofree char *xml = doc ? qv_xml_write(doc) : NULL;
    virStoragePool *pool = xml ? virStoragePoolCreateXML(connection, xml, 0) : NULL;

    if (doc == NULL)
        return FALSE;
    if (pool == NULL)
        return qv_libvirt_fail(error);
    qv_undo_add(undo, keep_pool, pool, end_pool);
    return TRUE;
}

static virStorageVol *
look_up(QvConnection *connection, const char *path, QvUndo *undo, GError **error)
{
    g_autofree char *directory = g_path_get_dirname(path);
    virStorageVol *volume = virStorageVolLookupByPath(connection, path);
    g_autoptr(GError) reason = NULL;

    if (volume == NULL && borrow_pool(connection, directory, undo, &reason))
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
    return ready_pool(connection, name ? name : virStoragePoolGetName(pool), undo, error);
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

static char *
path_of_volume(virStorageVol *volume)
{
    char *path = virStorageVolGetPath(volume);
    g_autofree char *copy = g_strdup(path);

    free(path);
    return g_steal_pointer(&copy);
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
