/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool: storage pools, in which libvirt makes volumes. */
#include "hv/pool.h"

#include "base/error.h"
#include "base/xml.h"
#include "hv/libvirt.h"
#include "model/stage.h"

/* Where virt-manager and virt-install make the pool too. */
static char *
usual_directory(QvConnection *connection)
{
    if (qv_connection_is_session(connection))
        return g_build_filename(g_get_user_data_dir(), "libvirt/images", NULL);
    return g_strdup("/var/lib/libvirt/images");
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

static char *
pool_xml(const char *name, const char *directory, GError **error)
{
    g_autoptr(xmlDoc) new = qv_xml_new("new");
    g_autoptr(xmlDoc) doc = NULL;

    qv_xml_set(qv_xml_root(new), "name", name);
    qv_xml_set(qv_xml_root(new), "path", directory);
    doc = qv_stage("pool", new, error);
    return doc ? qv_xml_write(doc) : NULL;
}

static virStoragePool *
make_pool(QvConnection *connection, const char *name, QvUndo *undo, GError **error)
{
    g_autofree char *directory = usual_directory(connection);
    g_autofree char *xml = pool_xml(name, directory, error);
    g_autoptr(virStoragePool) pool = xml ? virStoragePoolDefineXML(connection, xml, 0) : NULL;

    if (xml == NULL)
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
   another volume is in the making; qv_volume_allocate() looks for the file itself. A pool that
   cannot be refreshed for any other reason is stopped by libvirt. */
static gboolean
refresh(virStoragePool *pool, GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (virStoragePoolRefresh(pool, 0) == 0)
        return TRUE;
    qv_libvirt_fail(&reason);
    if (virStoragePoolIsActive(pool) == 1)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}

QvPool *
qv_pool_ready(QvConnection *connection, const char *name, QvUndo *undo, GError **error)
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

gboolean
qv_pool_borrow(QvConnection *connection, const char *directory, QvUndo *undo, GError **error)
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, directory, -1);
    g_autofree char *name = g_strdup_printf("qvirt-%.12s", sum);
    g_autofree char *xml = pool_xml(name, directory, error);
    virStoragePool *pool = xml ? virStoragePoolCreateXML(connection, xml, 0) : NULL;

    if (xml == NULL)
        return FALSE;
    if (pool == NULL)
        return qv_libvirt_fail(error);
    qv_undo_add(undo, keep_pool, pool, end_pool);
    return TRUE;
}
