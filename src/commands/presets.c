/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* presets, options: list the templates. */
#include "commands/command.h"
#include "core/template.h"

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

static const QvColumn option_columns[] = {
    {"name", N_("NAME"), N_("the name for --with or --layout"), QV_TEXT, FALSE, FALSE},
    {"kind", N_("KIND"), N_("option or layout"), QV_TEXT, FALSE, FALSE},
    {"title", N_("TITLE"), N_("what it is"), QV_TEXT, FALSE, TRUE},
    {"file", N_("FILE"), N_("where it is written down"), QV_TEXT, TRUE, FALSE},
    {"hides", N_("HIDES"), N_("the shipped file that it takes the place of"), QV_TEXT, TRUE, FALSE},
    {.key = NULL},
};

static void
set_common(QvRecords *records, const QvTemplate *template)
{
    qv_records_add(records);
    qv_records_set(records, "name", template->id);
    qv_records_set(records, "title", template->title);
    qv_records_set(records, "file", template->file);
    qv_records_set(records, "hides", template->hidden);
}

static gboolean
add_preset(QvRecords *records, const char *name, GError **error)
{
    g_autoptr(GPtrArray) chain = qv_template_chain(name, error);

    if (chain == NULL)
        return FALSE;
    const QvTemplate *template = chain->pdata[chain->len - 1];
    xmlNode *root = qv_xml_root(template->doc);
    g_autofree char *extends = qv_xml_get(root, "extends");
    g_autofree char *layout = qv_template_layout(chain);
    g_autofree char *os = qv_xml_get(qv_xml_child(root, "os"), "id");
    set_common(records, template);
    qv_records_set(records, "extends", extends);
    qv_records_set(records, "layout", layout);
    qv_records_set(records, "os", os);
    return TRUE;
}

static gboolean
add_option(QvRecords *records, const char *name, GError **error)
{
    g_autoptr(QvTemplate) template = qv_template_load(QV_OPTION, name, error);

    if (template == NULL)
        return FALSE;
    set_common(records, template);
    qv_records_set(records, "kind", template->kind == QV_LAYOUT ? "layout" : "option");
    return TRUE;
}

static gboolean
list(QvCall *call, QvTemplateKind kind,
     gboolean (*add)(QvRecords *records, const char *name, GError **error), GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(call->command->columns);
    g_auto(GStrv) names = qv_template_names(kind);

    /* One broken template must not hide the others. */
    for (char **name = names; *name != NULL; name++) {
        g_autoptr(GError) broken = NULL;
        if (!add(records, *name, &broken))
            qv_warn("%s", broken->message);
    }
    return qv_records_print(records, &call->output, error);
}

static gboolean
run_presets(QvCall *call, GError **error)
{
    return list(call, QV_PRESET, add_preset, error);
}

static gboolean
run_options(QvCall *call, GError **error)
{
    return list(call, QV_OPTION, add_option, error);
}

const QvCommand qv_cmd_presets = {
    .name = "presets",
    .summary = N_("list the kinds of guests"),
    .columns = preset_columns,
    .run = run_presets,
};

const QvCommand qv_cmd_options = {
    .name = "options",
    .summary = N_("list the storage layouts and the practices that can be added"),
    .columns = option_columns,
    .run = run_options,
};
