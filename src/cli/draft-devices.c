/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft-devices: devices for a guest that is there, drafted as those of a new one are. */
#include "cli/draft-devices.h"

#include "model/stage.h"

/* Copies the settings whose row has one of @uses; those of what another version of qvirt made may
   not be understood. */
static void
take_over(xmlNode *request, xmlNode *from, const char *text, QvSettingUse uses)
{
    for (xmlNode *n = qv_xml_child(from, "setting"); n != NULL; n = qv_xml_next(n, "setting")) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *value = qv_xml_get(n, text);
        const QvSetting *row = qv_setting_find(qv_settings, name);
        xmlNode *taken = row != NULL && value != NULL && row->use & uses
                             ? qv_setting_add(request, row, value, NULL)
                             : NULL;
        if (taken != NULL && row->use & QV_USE_DEVICE)
            qv_xml_set(taken, "new", "yes");
    }
}

/* What the guest is like, where it does not remember. */
static gboolean
guess(xmlNode *request, xmlDoc *domain, GError **error)
{
    g_autofree char *known = qv_setting_get(request, "preset");
    g_autoptr(xmlDoc) like = known ? NULL : qv_stage("guess-preset", domain, error);
    g_autofree char *preset = like ? qv_xml_get(qv_xml_root(like), "preset") : NULL;

    if (known != NULL)
        return TRUE;
    if (like == NULL)
        return FALSE;
    if (preset == NULL)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("this guest was not made by qvirt, and no preset has its machine; say "
                         "--preset"));
    return qv_setting_add(request, qv_setting_find(qv_settings, "preset"), preset, error) &&
           qv_setting_add(request, qv_setting_find(qv_settings, "layout"), "virtio", error);
}

QvDraft *
qv_draft_for_guest(QvCall *call, QvGuest *guest, xmlDoc *domain, xmlNode *settings, GError **error)
{
    g_autoptr(xmlDoc) memory = qv_stage("read-metadata", domain, error);
    g_autoptr(xmlDoc) asked = qv_xml_new("request");
    xmlNode *request = qv_xml_root(asked);

    if (memory == NULL)
        return NULL;
    g_autofree char *name = qv_setting_get(qv_xml_root(memory), "name");
    qv_xml_set(qv_xml_add(request, "setting"), "name", "name");
    qv_xml_set(request->last, "value", name);
    take_over(request, qv_xml_root(memory), "value", QV_USE_MANNER);
    if (!guess(request, domain, error))
        return NULL;
    take_over(request, settings, "text", QV_USE_MANNER | QV_USE_DEVICE);
    QvDraft *draft = qv_draft_new(call, guest, request, error);
    if (draft != NULL)
        draft->guest = xmlCopyDoc(domain, 1);
    return draft;
}
