/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* presets: qv_template_table the kinds of guests. */
#include "cli/template-table.h"

static const QvColumn preset_columns[] = {
    {"name", N_("NAME"), N_("the name for --preset"), QV_TEXT, FALSE, FALSE},
    {"title", N_("TITLE"), N_("what it is"), QV_TEXT, FALSE, TRUE},
    {"extends", N_("EXTENDS"), N_("the presets below it"), QV_TEXT, FALSE, FALSE},
    {"layout", N_("LAYOUT"), N_("its storage layout"), QV_TEXT, FALSE, FALSE},
    {"os", N_("OS"), N_("its libosinfo id"), QV_TEXT, TRUE, FALSE},
    {"file", N_("FILE"), N_("where it is written down"), QV_TEXT, TRUE, FALSE},
    {"hides", N_("HIDES"), N_("the shipped file that it takes the place of"), QV_TEXT, TRUE, FALSE},
    {.key = NULL},
};

static gboolean
add_preset(QvCall *call, QvRecords *records, const char *name, GError **error)
{
    g_autoptr(GPtrArray) chain = qv_template_chain(QV_PRESET, name, error);

    if (chain == NULL)
        return FALSE;
    const QvTemplate *template = chain->pdata[chain->len - 1];
    xmlNode *root = qv_xml_root(template->doc);
    g_autofree char *extends = qv_xml_get(root, "extends");
    g_autofree char *layout = qv_template_layout(chain);
    g_autofree char *os = qv_xml_get(qv_xml_child(root, "os"), "id");
    qv_template_add_record(call, records, template);
    qv_records_set(records, "extends", extends);
    qv_records_set(records, "layout", layout);
    qv_records_set(records, "os", os);
    return TRUE;
}

static gboolean
run_presets(QvCall *call, GError **error)
{
    return qv_template_table(call, QV_PRESET, add_preset, error);
}

const QvCommand qv_cmd_presets = {
    .name = "presets",
    .summary = N_("list the kinds of guests"),
    .columns = preset_columns,
    .run = run_presets,
};
