/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree: a guest's snapshots, and the backing chains of its disks. */
#include "hv/tree.h"

#include "core/error.h"
#include "core/image.h"
#include "core/stage.h"
#include "hv/libvirt.h"
#include "hv/storage.h"

/* As long as QEMU's own: a longer chain is a circle. */
#define LONGEST 200

static gboolean
add_snapshot(virDomainSnapshot *snapshot, xmlNode *tree, GError **error)
{
    char *text = virDomainSnapshotGetXMLDesc(snapshot, 0);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, "snapshot", error) : NULL;
    xmlNode *node;

    if (text == NULL)
        qv_libvirt_fail(error);
    free(text);
    if (doc == NULL)
        return FALSE;
    node = qv_xml_add(tree, "snapshot");
    qv_xml_set(node, "current", virDomainSnapshotIsCurrent(snapshot, 0) == 1 ? "yes" : "no");
    qv_xml_graft(node, qv_xml_root(doc));
    return TRUE;
}

static gboolean
add_snapshots(QvGuest *guest, xmlNode *tree, GError **error)
{
    virDomainSnapshot **snapshots = NULL;
    int n = virDomainListAllSnapshots(guest, &snapshots, 0);
    gboolean done = n >= 0;

    /* A driver without snapshots has none. */
    if (n < 0)
        return virGetLastErrorCode() == VIR_ERR_NO_SUPPORT || qv_libvirt_fail(error);
    for (int i = 0; i < n; i++) {
        done = done && add_snapshot(snapshots[i], tree, error);
        virDomainSnapshotFree(snapshots[i]);
    }
    free(snapshots);
    return done;
}

static gboolean
add_domain(QvGuest *guest, xmlNode *tree, GError **error)
{
    char *text = virDomainGetXMLDesc(guest, 0);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, qv_guest_name(guest), error) : NULL;

    if (text == NULL)
        qv_libvirt_fail(error);
    free(text);
    if (doc != NULL)
        qv_xml_graft(tree, qv_xml_root(doc));
    return doc != NULL;
}

/* Adds the image below @image, where the volume's XML or the file tells of it; FALSE where neither
   does. */
static gboolean
look_below(QvConnection *connection, xmlNode *image)
{
    g_autofree char *path = qv_xml_get(image, "name");
    g_autoptr(xmlDoc) volume = qv_volume_find_path(connection, path, NULL);
    g_autoptr(xmlDoc) backing = volume ? qv_stage("backing", volume, NULL) : NULL;

    if (backing != NULL) {
        xmlNode *below = qv_xml_child(qv_xml_root(backing), NULL);
        if (below != NULL)
            qv_xml_graft(image, below);
        return TRUE;
    }
    return qv_connection_is_local(connection) && qv_xml_is(image, "format", "qcow2") &&
           qv_image_add_backing(path, image);
}

static void
complete(QvConnection *connection, xmlNode *image, guint depth)
{
    xmlNode *below = qv_xml_child(image, NULL);

    if (below == NULL && qv_xml_is(image, "more", "yes") && depth < LONGEST &&
        look_below(connection, image)) {
        xmlUnsetProp(image, BAD_CAST "more");
        below = qv_xml_child(image, NULL);
    }
    if (below != NULL)
        complete(connection, below, depth + 1);
}

xmlDoc *
qv_tree_read(QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("tree");
    g_autoptr(xmlDoc) tree = NULL;

    if (!add_snapshots(guest, qv_xml_root(in), error) || !add_domain(guest, qv_xml_root(in), error))
        return NULL;
    tree = qv_stage("tree", in, error);
    for (xmlNode *disk = tree ? qv_xml_child(qv_xml_root(tree), "disk") : NULL; disk != NULL;
         disk = qv_xml_next(disk, "disk"))
        complete(qv_guest_connection(guest), qv_xml_child(disk, NULL), 1);
    return g_steal_pointer(&tree);
}
