/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* options: lists the layouts and practices that can be added. */
#include "cli/template-table.h"

static const QvColumn option_columns[] = {
    {"name", N_("NAME"), N_("the name for --with or --layout"), QV_TEXT},
    {"kind", N_("KIND"), N_("option or layout"), QV_TEXT},
    {"title", N_("TITLE"), N_("what it is"), QV_TEXT, QV_WRAP},
    {"file", N_("FILE"), N_("where it is written down"), QV_TEXT, QV_HIDDEN_COLUMN},
    {"hides", N_("HIDES"), N_("the shipped file that it takes the place of"), QV_TEXT,
     QV_HIDDEN_COLUMN},
    {.key = NULL},
};

static gboolean
add_option_record(QvCall *call, QvRecords *records, const char *name, GError **error)
{
    g_autoptr(GPtrArray) chain = qv_template_chain(QV_OPTION, name, error);

    if (chain == NULL)
        return FALSE;
    const QvTemplate *template = chain->pdata[chain->len - 1];
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
