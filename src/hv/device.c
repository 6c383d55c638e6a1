/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device: finds and changes the hardware of a guest that is there. */
#include "hv/device.h"

#include "base/error.h"
#include "hv/guest.h"
#include "hv/libvirt.h"
#include "model/stage.h"

void
qv_device_free(QvDevice *device)
{
    g_free(device->id);
    g_free(device->kind);
    g_free(device->title);
    g_free(device->source);
    g_clear_pointer(&device->found, xmlFreeDoc);
    g_free(device);
}

static xmlDoc *
look_for(QvGuest *guest, QvScope where, const char *word, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_xml_of(guest, where, error);
    g_autoptr(xmlDoc) in = qv_xml_new("find");

    if (domain == NULL)
        return NULL;
    qv_xml_set(qv_xml_root(in), "word", word);
    qv_xml_graft(qv_xml_root(in), qv_xml_root(domain));
    return qv_stage("device", in, error);
}

QvDevice *
qv_device_find(QvGuest *guest, QvScope where, const char *word, GError **error)
{
    gboolean text = *word != '\0' && g_utf8_validate(word, -1, NULL);
    g_autoptr(xmlDoc) found = look_for(guest, where, text ? word : "?", error);
    xmlNode *n = found ? qv_xml_child(qv_xml_root(found), "device") : NULL;
    g_autofree char *names = found ? qv_xml_get(qv_xml_root(found), "names") : NULL;

    if (found == NULL)
        return NULL;
    if (n == NULL) {
        qv_fail(error, QV_ERROR_NOT_FOUND, _("guest '%s' has no device '%.64s'; it has: %s"),
                qv_guest_name(guest), word, names);
        return NULL;
    }
    if (qv_xml_next(n, "device") != NULL) {
        qv_fail(error, QV_ERROR_USAGE, _("guest '%s' has several devices '%s'; it has: %s"),
                qv_guest_name(guest), word, names);
        return NULL;
    }
    QvDevice *device = g_new0(QvDevice, 1);
    device->id = qv_xml_get(n, "id");
    device->kind = qv_xml_get(n, "kind");
    device->title = qv_xml_get_message(n, "title", TRUE);
    device->source = qv_xml_get(n, "source");
    device->element = qv_xml_content(n);
    device->found = g_steal_pointer(&found);
    return device;
}

/* A device that was attached. */
typedef struct {
    virDomain *guest;
    char *xml;
    unsigned int flags;
} Attached;

static void
take_back(gpointer data)
{
    Attached *attached = data;

    virDomainDetachDeviceFlags(attached->guest, attached->xml, attached->flags);
}

static void
free_attached(gpointer data)
{
    Attached *attached = data;

    virDomainFree(attached->guest);
    g_free(attached->xml);
    g_free(attached);
}

gboolean
qv_device_attach(QvGuest *guest, xmlNode *device, QvScope where, QvUndo *undo, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(device);
    Attached *attached;

    if (virDomainAttachDeviceFlags(guest, xml, where) < 0)
        return qv_libvirt_refuse(
            guest,
            where == (QV_LIVE | QV_CONFIG) && virGetLastErrorCode() != VIR_ERR_NO_SUPPORT
                ? _("cannot attach it while it runs (--config does for the next start)")
                : _("cannot attach it"),
            error);
    attached = g_new0(Attached, 1);
    virDomainRef(guest);
    attached->guest = guest;
    attached->xml = g_steal_pointer(&xml);
    attached->flags = where;
    qv_undo_add(undo, take_back, attached, free_attached);
    return TRUE;
}

gboolean
qv_device_detach(QvGuest *guest, xmlNode *device, QvScope where, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(device);

    if (virDomainDetachDeviceFlags(guest, xml, where) == 0 ||
        qv_libvirt_last_has("in the process of unplug"))
        return TRUE;
    return qv_libvirt_refuse(guest, _("cannot detach it"), error);
}

gboolean
qv_drive_insert(QvGuest *guest, xmlNode *drive, QvScope where, gboolean force, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(drive);
    unsigned int flags = where | (force ? VIR_DOMAIN_DEVICE_MODIFY_FORCE : 0);

    if (virDomainUpdateDeviceFlags(guest, xml, flags) == 0)
        return TRUE;
    gboolean locked = where & QV_LIVE && !force && qv_libvirt_last_has("locked");
    return qv_libvirt_refuse(
        guest,
        locked ? _("cannot change the medium (--force opens the drive all the same)")
               : _("cannot change the medium"),
        error);
}

gboolean
qv_guest_memory(QvGuest *guest, guint64 *now, guint64 *most, GError **error)
{
    virDomainInfo info;

    if (virDomainGetInfo(guest, &info) < 0)
        return qv_libvirt_fail(error);
    *now = (guint64)info.memory * 1024;
    *most = (guint64)info.maxMem * 1024;
    return TRUE;
}

gboolean
qv_guest_set_memory(QvGuest *guest, guint64 bytes, GError **error)
{
    if (virDomainSetMemoryFlags(guest, (unsigned long)(bytes / 1024), VIR_DOMAIN_AFFECT_LIVE) == 0)
        return TRUE;
    return qv_libvirt_refuse(guest, _("cannot change its memory while it runs"), error);
}

gboolean
qv_guest_vcpus(QvGuest *guest, guint *now, guint *most, GError **error)
{
    int present = virDomainGetVcpusFlags(guest, VIR_DOMAIN_VCPU_LIVE);
    int places = virDomainGetVcpusFlags(guest, VIR_DOMAIN_VCPU_LIVE | VIR_DOMAIN_VCPU_MAXIMUM);

    if (present < 0 || places < 0)
        return qv_libvirt_fail(error);
    *now = (guint)present;
    *most = (guint)places;
    return TRUE;
}

gboolean
qv_guest_set_vcpus(QvGuest *guest, guint n, GError **error)
{
    if (virDomainSetVcpusFlags(guest, n, VIR_DOMAIN_VCPU_LIVE) == 0)
        return TRUE;
    return qv_libvirt_refuse(guest, _("cannot change its vCPUs while it runs"), error);
}

gboolean
qv_disk_size(QvGuest *guest, const char *target, guint64 *bytes, GError **error)
{
    virDomainBlockInfo info;

    if (virDomainGetBlockInfo(guest, target, &info, 0) < 0)
        return qv_libvirt_refuse(guest, _("cannot tell the size of its disk"), error);
    *bytes = info.capacity;
    return TRUE;
}

gboolean
qv_disk_grow(QvGuest *guest, const char *target, guint64 bytes, GError **error)
{
    if (virDomainBlockResize(guest, target, bytes, VIR_DOMAIN_BLOCK_RESIZE_BYTES) == 0)
        return TRUE;
    return qv_libvirt_refuse(guest, _("cannot resize its disk"), error);
}
