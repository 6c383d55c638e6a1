/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device-name: finds a device of a guest by what the user calls it. */
#include "hv/device-name.h"

#include "base/error.h"
#include "hv/guest.h"
#include "model/stage.h"

void
qv_device_free(QvDevice *device)
{
    g_free(device->id);
    g_free(device->kind);
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
    device->source = qv_xml_get(n, "source");
    device->element = qv_xml_child(n, NULL);
    device->found = g_steal_pointer(&found);
    return device;
}
