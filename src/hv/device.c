/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device: what changes in the hardware of a guest that is there. */
#include "hv/device.h"

#include "base/error.h"
#include "hv/guest.h"
#include "hv/libvirt.h"

static unsigned int
affect_flags_of(QvScope where)
{
    return (where & QV_LIVE ? VIR_DOMAIN_AFFECT_LIVE : 0) |
           (where & QV_CONFIG ? VIR_DOMAIN_AFFECT_CONFIG : 0);
}

static gboolean
refuse_change(QvGuest *guest, const char *what, GError **error)
{
    qv_libvirt_fail(error);
    g_prefix_error(error, _("guest '%s': %s: "), virDomainGetName(guest), what);
    return FALSE;
}

xmlDoc *
qv_guest_xml_of(QvGuest *guest, QvScope where, GError **error)
{
    return where == QV_CONFIG ? qv_guest_xml(guest, error) : qv_guest_live_xml(guest, error);
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

    if (virDomainAttachDeviceFlags(guest, xml, affect_flags_of(where)) < 0)
        return refuse_change(
            guest,
            where == (QV_LIVE | QV_CONFIG) && virGetLastErrorCode() != VIR_ERR_NO_SUPPORT
                ? _("cannot attach it while it runs (--config does for the next start)")
                : _("cannot attach it"),
            error);
    attached = g_new0(Attached, 1);
    virDomainRef(guest);
    attached->guest = guest;
    attached->xml = g_steal_pointer(&xml);
    attached->flags = affect_flags_of(where);
    qv_undo_add(undo, take_back, attached, free_attached);
    return TRUE;
}

/* In QEMU's words: the guest has not yet let go what it was asked for. */
static gboolean
was_asked_before(void)
{
    const virError *last = virGetLastError();

    return last != NULL && last->message != NULL &&
           strstr(last->message, "in the process of unplug") != NULL;
}

gboolean
qv_device_detach(QvGuest *guest, xmlNode *device, QvScope where, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(device);

    if (virDomainDetachDeviceFlags(guest, xml, affect_flags_of(where)) == 0 || was_asked_before())
        return TRUE;
    return refuse_change(guest, _("cannot detach it"), error);
}

gboolean
qv_drive_insert(QvGuest *guest, xmlNode *drive, QvScope where, gboolean force, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(drive);
    unsigned int flags = affect_flags_of(where) | (force ? VIR_DOMAIN_DEVICE_MODIFY_FORCE : 0);

    if (virDomainUpdateDeviceFlags(guest, xml, flags) == 0)
        return TRUE;
    return refuse_change(guest, _("cannot change the medium"), error);
}

gboolean
qv_guest_record(QvGuest *guest, xmlNode *memory, QvScope where, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(memory);

    if (virDomainSetMetadata(guest, VIR_DOMAIN_METADATA_ELEMENT, xml, "qvirt", QV_NAMESPACE,
                             affect_flags_of(where)) == 0)
        return TRUE;
    return refuse_change(guest, _("cannot note the change"), error);
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
    return refuse_change(guest, _("cannot change its memory while it runs"), error);
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
    return refuse_change(guest, _("cannot change its vCPUs while it runs"), error);
}

gboolean
qv_disk_size(QvGuest *guest, const char *target, guint64 *bytes, GError **error)
{
    virDomainBlockInfo info;

    if (virDomainGetBlockInfo(guest, target, &info, 0) < 0)
        return refuse_change(guest, _("cannot tell the size of its disk"), error);
    *bytes = info.capacity;
    return TRUE;
}

gboolean
qv_disk_grow(QvGuest *guest, const char *target, guint64 bytes, GError **error)
{
    if (virDomainBlockResize(guest, target, bytes, VIR_DOMAIN_BLOCK_RESIZE_BYTES) == 0)
        return TRUE;
    return refuse_change(guest, _("cannot resize its disk"), error);
}
