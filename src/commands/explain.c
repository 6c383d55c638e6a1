/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain: says why each choice in a guest was made. */
#include "cli/draft.h"
#include "hv/guest.h"
#include "model/stage.h"

static const QvColumn columns[] = {
    {"path", N_("PATH"), N_("the element or attribute, below <domain>"), QV_TEXT, FALSE, FALSE},
    {"value", N_("VALUE"), N_("its value"), QV_TEXT, FALSE, FALSE},
    {"from", N_("FROM"), N_("the preset, option or setting that says so"), QV_TEXT, FALSE, FALSE},
    {"why", N_("WHY"), N_("the reason"), QV_TEXT, FALSE, TRUE},
    {"source", N_("SOURCE"), N_("where the reason is documented"), QV_TEXT, FALSE, FALSE},
    {"lacks", N_("LACKS"), N_("what this host lacks for it, so that it was left out"), QV_TEXT,
     FALSE, FALSE},
    {.key = NULL},
};

static const QvSetting options[] = {
    QV_FACTS_OPTION,
    {.name = NULL},
};

/* Takes over the settings that the guest was made with; those of the command line stay on top. */
static gboolean
recall(QvGuest *guest, xmlNode *request, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_xml(guest, error);
    g_autoptr(xmlDoc) memory = domain ? qv_stage("read-metadata", domain, error) : NULL;

    if (memory == NULL)
        return FALSE;
    for (xmlNode *n = qv_xml_child(qv_xml_root(memory), "setting"); n; n = qv_xml_next(n, NULL)) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *value = qv_xml_get(n, "value");
        const QvSetting *row = qv_setting_find(qv_settings, name);
        g_autoptr(GError) odd = NULL;
        if (row == NULL || value == NULL || !qv_setting_add(request, row, value, &odd))
            qv_warn(_("setting '%s' of this guest is not understood"), name);
    }
    g_autofree char *preset = qv_setting_get(request, "preset");
    if (preset == NULL)
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' was not made by qvirt, so there is nothing to explain"),
                       qv_guest_name(guest));
    return TRUE;
}

/* A reason, and a source that is no address, are words to be translated; not in JSON, whose values
   scripts may compare. */
static void
add_leaf(QvCall *call, QvRecords *records, xmlNode *leaf)
{
    qv_records_add(records);
    for (const QvColumn *column = columns; column->key != NULL; column++) {
        g_autofree char *value = qv_xml_get(leaf, column->key);
        gboolean words = g_str_equal(column->key, "why") || g_str_equal(column->key, "source");
        if (value != NULL && *value != '\0')
            qv_records_set(records, column->key, words && !call->output.json ? _(value) : value);
    }
}

static gboolean
run_explain(QvCall *call, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    xmlNode *request = qv_xml_root(call->request);
    g_autoptr(QvGuest) guest = NULL;
    g_autoptr(QvDraft) draft = NULL;

    if (call->arguments != NULL) {
        guest = qv_call_guest(call, call->arguments[0], error);
        if (guest == NULL || !recall(guest, request, error))
            return FALSE;
    }
    draft = qv_draft_new(call, guest, request, error);
    if (draft == NULL || !qv_draft_plan(draft, FALSE, error))
        return FALSE;
    qv_draft_notes(draft);
    g_autoptr(xmlDoc) leaves = qv_stage("explain", draft->plan, error);
    if (leaves == NULL)
        return FALSE;
    for (xmlNode *n = qv_xml_child(qv_xml_root(leaves), "leaf"); n; n = qv_xml_next(n, "leaf"))
        add_leaf(call, records, n);
    return qv_records_print(records, &call->output, error);
}

const QvCommand qv_cmd_explain = {
    .name = "explain",
    .arguments = N_("[GUEST]"),
    .most = 1,
    .summary = N_("say why each choice in a guest, or in a preset, is made"),
    .details = N_("Examples:\n  qvirt explain w10\n  qvirt explain --preset win10 --layout virtio"),
    .flags = QV_CONNECTS | QV_SETTINGS,
    .options = options,
    .columns = columns,
    .run = run_explain,
};
