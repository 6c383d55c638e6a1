/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* metadata: what qvirt writes down in a guest. */
#include "hv/metadata.h"

#include "base/error.h"
#include "hv/guest.h"
#include "hv/libvirt.h"
#include "model/stage.h"

static unsigned int
affected(QvGuest *guest)
{
    return (virDomainIsPersistent(guest) == 1 ? VIR_DOMAIN_AFFECT_CONFIG : 0) |
           (virDomainIsActive(guest) == 1 ? VIR_DOMAIN_AFFECT_LIVE : 0);
}

/* What qvirt wrote down so far goes below @parent, if there is anything. libvirt hands it out
   without its namespace, and takes it so. */
static gboolean
add_kept(QvGuest *guest, xmlNode *parent, GError **error)
{
    unsigned int where = affected(guest) & VIR_DOMAIN_AFFECT_CONFIG ? VIR_DOMAIN_AFFECT_CONFIG
                                                                    : VIR_DOMAIN_AFFECT_LIVE;
    char *text = virDomainGetMetadata(guest, VIR_DOMAIN_METADATA_ELEMENT, QV_NAMESPACE, where);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, "metadata", error) : NULL;

    if (text == NULL)
        return virGetLastErrorCode() == VIR_ERR_NO_DOMAIN_METADATA || qv_libvirt_fail(error);
    free(text);
    if (doc != NULL)
        qv_xml_graft(parent, qv_xml_root(doc));
    return doc != NULL;
}

static gboolean
write_kept(QvGuest *guest, xmlNode *memory, unsigned int where, GError **error)
{
    g_autofree char *text = memory ? qv_xml_write_node(memory) : NULL;

    return virDomainSetMetadata(guest, VIR_DOMAIN_METADATA_ELEMENT, text, "qvirt", QV_NAMESPACE,
                                where) == 0 ||
           qv_libvirt_refuse(guest, _("cannot note the change"), error);
}

gboolean
qv_guest_label(QvGuest *guest, xmlNode *changes, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("label");
    g_autoptr(xmlDoc) out = NULL;

    for (xmlNode *n = qv_xml_child(changes, "change"); n != NULL; n = qv_xml_next(n, "change"))
        qv_xml_graft(qv_xml_root(in), n);
    if (!add_kept(guest, qv_xml_root(in), error))
        return FALSE;
    out = qv_stage("label", in, error);
    if (out == NULL)
        return FALSE;
    /* The last label of a guest that qvirt did not make takes its metadata with it. */
    xmlNode *memory = qv_xml_root(out);
    return write_kept(guest, qv_xml_content(memory) ? memory : NULL, affected(guest), error);
}

gboolean
qv_guest_note(QvGuest *guest, GPtrArray *volumes, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("note");
    g_autoptr(xmlDoc) out = NULL;

    if (!add_kept(guest, qv_xml_root(in), error))
        return FALSE;
    for (guint i = 0; i < volumes->len; i++)
        qv_xml_set(qv_xml_add(qv_xml_root(in), "made"), "path", volumes->pdata[i]);
    out = qv_stage("note", in, error);
    return out != NULL && write_kept(guest, qv_xml_root(out), affected(guest), error);
}

gboolean
qv_guest_record(QvGuest *guest, xmlNode *memory, QvScope where, GError **error)
{
    return write_kept(guest, memory, where, error);
}
