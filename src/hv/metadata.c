/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* metadata: what qvirt writes down in a guest. */
#include "hv/metadata.h"

#include "base/error.h"
#include "hv/libvirt.h"
#include "model/stage.h"

static unsigned int
affected(QvGuest *guest)
{
    return (virDomainIsPersistent(guest) == 1 ? VIR_DOMAIN_AFFECT_CONFIG : 0) |
           (virDomainIsActive(guest) == 1 ? VIR_DOMAIN_AFFECT_LIVE : 0);
}

/* What qvirt wrote down so far goes below @parent, if there is anything. */
static gboolean
add_kept(QvGuest *guest, unsigned int where, xmlNode *parent, GError **error)
{
    char *text = virDomainGetMetadata(guest, VIR_DOMAIN_METADATA_ELEMENT, QV_NAMESPACE, where);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, "metadata", error) : NULL;

    if (text == NULL)
        return virGetLastErrorCode() == VIR_ERR_NO_DOMAIN_METADATA || qv_libvirt_fail(error);
    free(text);
    if (doc != NULL)
        qv_xml_graft(parent, qv_xml_root(doc));
    return doc != NULL;
}

gboolean
qv_guest_label(QvGuest *guest, xmlNode *changes, GError **error)
{
    unsigned int where = affected(guest);
    gboolean persistent = (where & VIR_DOMAIN_AFFECT_CONFIG) != 0;
    g_autoptr(xmlDoc) in = qv_xml_new("label");
    g_autoptr(xmlDoc) out = NULL;

    for (xmlNode *n = qv_xml_child(changes, NULL); n != NULL; n = qv_xml_next(n, NULL))
        qv_xml_graft(qv_xml_root(in), n);
    if (!add_kept(guest, persistent ? VIR_DOMAIN_AFFECT_CONFIG : VIR_DOMAIN_AFFECT_LIVE,
                  qv_xml_root(in), error))
        return FALSE;
    out = qv_stage("label", in, error);
    if (out == NULL)
        return FALSE;
    /* The last label of a guest that qvirt did not make takes its metadata with it. */
    xmlNode *root = qv_xml_root(out);
    g_autofree char *text = qv_xml_child(root, NULL) ? qv_xml_write_node(root) : NULL;
    if (virDomainSetMetadata(guest, VIR_DOMAIN_METADATA_ELEMENT, text, "qvirt", QV_NAMESPACE,
                             where) < 0)
        return qv_libvirt_fail(error);
    return TRUE;
}
