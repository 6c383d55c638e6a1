/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* media: puts another medium into a guest's CD or floppy drive, or takes it out. */
#include "cli/draft-devices.h"
#include "cli/scope.h"
#include "hv/guest.h"
#include "model/stage.h"

static const QvSetting options[] = {
    QV_SCOPE_OPTIONS,
    {.name = "eject", .parse = qv_value_text, .help = N_("take the medium out")},
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("even if the guest has locked the drive")},
    {.name = NULL},
};

/* <drives>, each as it will be. */
static xmlDoc *
new_drives(QvCall *call, QvGuest *guest, xmlDoc *domain, const char *medium, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("medium");
    g_autoptr(xmlDoc) settings = qv_xml_new("request");
    g_autoptr(QvDraft) draft = NULL;
    g_autoptr(xmlDoc) made = NULL;

    qv_xml_graft(qv_xml_root(in), qv_xml_root(domain));
    if (medium == NULL)
        return qv_stage("medium", in, error);
    if (!qv_setting_add(qv_xml_root(settings), qv_setting_find(qv_settings, "cdrom"), medium,
                        error))
        return NULL;
    draft = qv_draft_for_guest(call, guest, domain, qv_xml_root(settings), error);
    made = draft ? qv_draft_devices(draft, error) : NULL;
    if (made == NULL)
        return NULL;
    qv_xml_graft(qv_xml_root(in), qv_xml_root(made));
    return qv_stage("medium", in, error);
}

/* The drive that was named, or the only one. */
static xmlNode *
choose_drive(xmlDoc *drives, QvGuest *guest, const char *word, GError **error)
{
    xmlNode *first = qv_xml_child(qv_xml_root(drives), "drive");
    g_autoptr(GString) names = g_string_new(NULL);

    if (word == NULL && first != NULL && qv_xml_next(first, "drive") == NULL)
        return first;
    for (xmlNode *n = first; n != NULL; n = qv_xml_next(n, "drive")) {
        g_autofree char *name = qv_xml_get(n, "dev");
        if (g_strcmp0(name, word) == 0)
            return n;
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
    }
    if (first == NULL)
        qv_fail(error, QV_ERROR_NOT_FOUND, _("guest '%s' has no CD or floppy drive"),
                qv_guest_name(guest));
    else if (word == NULL)
        qv_fail(error, QV_ERROR_USAGE, _("guest '%s' has several drives; say which: %s"),
                qv_guest_name(guest), names->str);
    else
        qv_fail(error, QV_ERROR_NOT_FOUND, _("guest '%s' has no drive '%.64s'; it has: %s"),
                qv_guest_name(guest), word, names->str);
    return NULL;
}

static gboolean
insert(QvCall *call, QvGuest *guest, QvScope where, xmlNode *drive, GError **error)
{
    g_autofree char *dev = qv_xml_get(drive, "dev");
    g_autofree char *gets = qv_xml_get(drive, "gets");
    gboolean force = qv_call_has(call, "force");

    if (*gets == '\0' && qv_xml_is(drive, "holds", "") && where != (QV_LIVE | QV_CONFIG)) {
        qv_say(_("drive '%s' of guest '%s' is empty already"), dev, qv_guest_name(guest));
        return TRUE;
    }
    if (!qv_drive_insert(guest, qv_xml_content(drive), where, force, error))
        return FALSE;
    if (*gets == '\0')
        qv_say(_("drive '%s' of guest '%s' is empty"), dev, qv_guest_name(guest));
    else
        qv_say(_("drive '%s' of guest '%s' holds %s"), dev, qv_guest_name(guest), gets);
    return TRUE;
}

static gboolean
check_media_arguments(QvCall *call, guint n, GError **error)
{
    gboolean eject = qv_call_has(call, "eject");

    if (!eject && n < 2)
        return qv_fail(error, QV_ERROR_USAGE, _("media: say an image, or --eject"));
    if (eject && n > 2)
        return qv_fail(error, QV_ERROR_USAGE, _("media: --eject and '%s' do not go together"),
                       call->arguments[2]);
    return TRUE;
}

static gboolean
run_medium(QvCall *call, GError **error)
{
    guint n = g_strv_length(call->arguments);
    gboolean eject = qv_call_has(call, "eject");
    const char *drive_name = eject || n == 3 ? call->arguments[1] : NULL;
    g_autoptr(QvGuest) guest = check_media_arguments(call, n, error)
                                   ? qv_call_guest(call, call->arguments[0], error)
                                   : NULL;
    QvScope where;

    if (guest == NULL || !qv_scope(call, guest, &where, error))
        return FALSE;
    g_autoptr(xmlDoc) domain = qv_scope_xml(guest, where, error);
    g_autoptr(xmlDoc) drives =
        domain ? new_drives(call, guest, domain, eject ? NULL : call->arguments[n - 1], error)
               : NULL;
    xmlNode *drive = drives ? choose_drive(drives, guest, drive_name, error) : NULL;
    return drive != NULL && insert(call, guest, where, drive, error);
}

const QvCommand qv_cmd_media = {
    .name = "media",
    .arguments = N_("GUEST [DRIVE] [IMAGE]"),
    .least = 1,
    .most = 3,
    .summary = N_("change the CD or floppy in a guest's drive, or eject it"),
    .details = N_("DRIVE is its target, as sda; a guest with one drive needs none.\n"
                  "Examples:\n  qvirt media w10 drivers.iso\n  qvirt media w10 --eject"),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run_medium,
};
