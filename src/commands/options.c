/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* options: qv_template_table the layouts and practices that can be added. */
#include "cli/template-table.h"

static const QvColumn option_columns[] = {
    {"name", N_("NAME"), N_("the name for --with or --layout"), QV_TEXT, FALSE, FALSE},
    {"kind", N_("KIND"), N_("option or layout"), QV_TEXT, FALSE, FALSE},
    {"title", N_("TITLE"), N_("what it is"), QV_TEXT, FALSE, TRUE},
    {"file", N_("FILE"), N_("where it is written down"), QV_TEXT, TRUE, FALSE},
    {"hides", N_("HIDES"), N_("the shipped file that it takes the place of"), QV_TEXT, TRUE, FALSE},
    {.key = NULL},
};

static gboolean
add_option_record(QvCall *call, QvRecords *records, const char *name, GError **error)
{
    g_autoptr(QvTemplate) template = qv_template_load(QV_OPTION, name, error);

    if (template == NULL)
        return FALSE;
    qv_template_add_record(call, records, template);
    qv_records_set(records, "kind", template->kind == QV_LAYOUT ? "layout" : "option");
    return TRUE;
}

static gboolean
run_options(QvCall *call, GError **error)
{
    return qv_template_table(call, QV_OPTION, add_option_record, error);
}

const QvCommand qv_cmd_options = {
    .name = "options",
    .summary = N_("list the storage layouts and the practices that can be added"),
    .columns = option_columns,
    .run = run_options,
};
