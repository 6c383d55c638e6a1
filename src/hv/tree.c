/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree: a guest's snapshots, and the backing chains of its disks. */
#include "hv/tree.h"

#include "hv/guest.h"
#include "hv/snapshot.h"
#include "hv/volume.h"
#include "model/image.h"
#include "model/stage.h"

/* As long as QEMU's own: a longer chain is a circle. */
#define LONGEST 200

/* Adds the image below @image, where the volume's XML or the file tells of it; FALSE where neither
   does. */
static gboolean
look_below(QvConnection *connection, xmlNode *image)
{
    g_autofree char *path = qv_xml_get(image, "name");
    g_autoptr(xmlDoc) volume = qv_volume_find_path(connection, path, NULL);
    g_autoptr(xmlDoc) backing = volume ? qv_stage("backing", volume, NULL) : NULL;

    if (backing != NULL) {
        xmlNode *below = qv_xml_child(qv_xml_root(backing), "image");
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
    xmlNode *below = qv_xml_child(image, "image");

    if (below == NULL && qv_xml_is(image, "more", "yes") && depth < LONGEST &&
        look_below(connection, image)) {
        xmlUnsetProp(image, BAD_CAST "more");
        below = qv_xml_child(image, "image");
    }
    if (below != NULL)
        complete(connection, below, depth + 1);
}

xmlDoc *
qv_tree_read(QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("tree");
    g_autoptr(xmlDoc) snapshots = qv_snapshot_list(guest, error);
    g_autoptr(xmlDoc) domain = snapshots ? qv_guest_live_xml(guest, error) : NULL;
    g_autoptr(xmlDoc) tree = NULL;

    if (domain == NULL)
        return NULL;
    qv_xml_graft(qv_xml_root(in), qv_xml_root(snapshots));
    qv_xml_graft(qv_xml_root(in), qv_xml_root(domain));
    tree = qv_stage("tree", in, error);
    for (xmlNode *disk = tree ? qv_xml_child(qv_xml_root(tree), "disk") : NULL; disk != NULL;
         disk = qv_xml_next(disk, "disk"))
        complete(qv_guest_connection(guest), qv_xml_child(disk, "image"), 1);
    return g_steal_pointer(&tree);
}
