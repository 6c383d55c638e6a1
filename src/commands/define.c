/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* define: makes a guest from a preset, wholly or not at all. */
#include "hv/define.h"
#include "base/interrupt.h"
#include "cli/draft.h"
#include "hv/guest.h"
#include "hv/power.h"

static const QvSetting options[] = {
    {.name = "dry-run",
     .parse = qv_value_text,
     .help = N_("print the domain's XML and touch nothing")},
    {.name = "start", .parse = qv_value_text, .help = N_("start the guest as well")},
    QV_FACTS_OPTION,
    {.name = NULL},
};

static gboolean
print_domain(QvDraft *draft, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_draft_domain(draft, error);

    if (domain == NULL)
        return FALSE;
    g_autofree char *text = qv_xml_write_node(qv_xml_root(domain));
    qv_say("%s", text);
    return TRUE;
}

static gboolean
check_name_is_free(QvDraft *draft, const char *name, GError **error)
{
    if (!qv_guest_exists(draft->connection, name))
        return TRUE;
    return qv_fail(error, QV_ERROR_FAILED,
                   _("there is a guest '%s' already; choose another name, or delete it with "
                     "'qvirt delete %s'"),
                   name, name);
}

static gboolean
make_new_guest(QvCall *call, QvDraft *draft, const char *name, GError **error)
{
    g_autoptr(QvUndo) undo = qv_undo_new();
    g_autoptr(xmlDoc) domain = qv_draft_domain(draft, error);
    g_autoptr(QvGuest) guest = NULL;

    qv_interrupt_catch();
    if (domain == NULL || !check_name_is_free(draft, name, error) ||
        !qv_draft_make_volumes(draft, undo, error))
        return FALSE;
    guest = qv_guest_define(draft->connection, domain, undo, error);
    if (guest == NULL || !qv_interrupt_check(error))
        return FALSE;
    if (qv_call_has(call, "start") && !qv_guest_start(guest, 1, error)) {
        g_prefix_error(error, _("nothing was kept: "));
        return FALSE;
    }
    if (!qv_interrupt_check(error))
        return FALSE;
    qv_undo_keep(undo);
    qv_say(qv_call_has(call, "start") ? _("guest '%s' defined and started")
                                      : _("guest '%s' defined"),
           name);
    return TRUE;
}

static gboolean
run_define(QvCall *call, GError **error)
{
    xmlNode *request = qv_xml_root(call->request);
    gboolean dry = qv_call_has(call, "dry-run");
    g_autofree char *name = NULL;
    g_autoptr(QvDraft) draft = NULL;

    if (call->arguments != NULL &&
        !qv_setting_add(request, qv_setting_find(qv_settings, "name"), call->arguments[0], error))
        return FALSE;
    name = qv_setting_get(request, "name");
    if (name == NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("define: missing NAME of the new guest"));
    if (qv_call_has(call, "facts") && !dry)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--facts: a recorded host can hold no guest; add --dry-run"));
    draft = qv_draft_new(call, NULL, request, error);
    if (draft == NULL || !qv_draft_plan(draft, TRUE, error))
        return FALSE;
    qv_draft_notes(draft);
    return dry ? print_domain(draft, error) : make_new_guest(call, draft, name, error);
}

const QvCommand qv_cmd_define = {
    .name = "define",
    .arguments = N_("NAME"),
    .most = 1,
    .summary = N_("make a guest from a preset"),
    .details = N_("Example:\n  qvirt define --preset win10 w10 --memory 8G --disk 64G "
                  "--cdrom win10.iso"),
    .flags = QV_CONNECTS | QV_SETTINGS,
    .options = options,
    .run = run_define,
};
