/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* define: makes guests of domains, and changes what libvirt keeps of them. */
#include "hv/define.h"

#include "base/error.h"
#include "hv/libvirt.h"
#include "hv/log.h"
#include "model/stage.h"

static gboolean
check_kept(xmlNode *asked, QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) kept = qv_guest_xml(guest, error);
    g_autoptr(xmlDoc) both = qv_xml_new("define");

    if (kept == NULL)
        return FALSE;
    qv_xml_graft(qv_xml_add(qv_xml_root(both), "asked"), asked);
    qv_xml_graft(qv_xml_add(qv_xml_root(both), "kept"), qv_xml_root(kept));
    g_autoptr(xmlDoc) verdict = qv_stage("verify", both, error);
    if (verdict == NULL)
        return FALSE;
    xmlNode *what = qv_xml_child(qv_xml_root(verdict), "what");
    if (what == NULL)
        return TRUE;
    xmlChar *path = xmlNodeGetContent(what);
    qv_fail(error, QV_ERROR_TEMPLATE, _("libvirt took the domain but dropped %s"), path);
    xmlFree(path);
    return FALSE;
}

static void
undefine(gpointer guest)
{
    virDomainDestroy(guest);
    qv_guest_undefine(guest, NULL);
}

QvGuest *
qv_guest_define(QvConnection *connection, xmlDoc *domain, QvUndo *undo, GError **error)
{
    g_autofree char *xml = qv_xml_write(domain);
    g_autoptr(virDomain) guest =
        virDomainDefineXMLFlags(connection, xml, VIR_DOMAIN_DEFINE_VALIDATE);

    if (guest == NULL) {
        qv_libvirt_fail(error);
        return NULL;
    }
    qv_log_make_directory(connection);
    virDomainRef(guest);
    qv_undo_add(undo, undefine, guest, (GDestroyNotify)qv_guest_unref);
    if (!check_kept(qv_xml_root(domain), guest, error))
        return NULL;
    return g_steal_pointer(&guest);
}

gboolean
qv_guest_redefine(QvConnection *connection, xmlNode *domain, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(domain);
    g_autoptr(virDomain) guest =
        virDomainDefineXMLFlags(connection, xml, VIR_DOMAIN_DEFINE_VALIDATE);

    return guest != NULL ? check_kept(domain, guest, error) : qv_libvirt_fail(error);
}

gboolean
qv_guest_put(QvConnection *connection, xmlNode *domain, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(domain);
    g_autoptr(virDomain) guest = virDomainDefineXMLFlags(connection, xml, 0);

    return guest != NULL || qv_libvirt_fail(error);
}

gboolean
qv_guest_undefine(QvGuest *guest, GError **error)
{
    static const unsigned int flags[] = {
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
            VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
            VIR_DOMAIN_UNDEFINE_NVRAM,
        0,
    };

    /* Drivers and older daemons know fewer of them; what is not known cannot be there. */
    for (gsize i = 0; i < G_N_ELEMENTS(flags); i++) {
        if (virDomainUndefineFlags(guest, flags[i]) == 0)
            return TRUE;
        if (virGetLastErrorCode() != VIR_ERR_INVALID_ARG)
            break;
    }
    return qv_libvirt_fail(error);
}

gboolean
qv_guest_rename(QvGuest *guest, const char *name, GError **error)
{
    return virDomainRename(guest, name, 0) == 0 ||
           qv_libvirt_refuse(guest, _("cannot rename it"), error);
}

gboolean
qv_guest_autostart(QvGuest *guest, gboolean on, GError **error)
{
    return virDomainSetAutostart(guest, on) == 0 ||
           qv_libvirt_refuse(guest, _("cannot change its autostart"), error);
}

void
qv_guest_flags(QvGuest *guest, gboolean *autostart, gboolean *persistent)
{
    int starts = 0;

    virDomainGetAutostart(guest, &starts);
    *autostart = starts != 0;
    *persistent = virDomainIsPersistent(guest) == 1;
}
