/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template-table: templates as records. */
#include "cli/template-table.h"

void
qv_template_add_record(QvCall *call, QvRecords *records, const QvTemplate *template)
{
    gboolean translated = !call->output.json && *template->title != '\0';

    qv_records_add(records);
    qv_records_set(records, "name", template->id);
    qv_records_set(records, "title", translated ? _(template->title) : template->title);
    qv_records_set(records, "file", template->file);
    qv_records_set(records, "hides", template->hidden);
}

gboolean
qv_template_table(QvCall *call, QvTemplateKind kind, QvTemplateFunc add, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(call->command->columns);
    g_auto(GStrv) names = qv_template_names(kind);

    /* One broken template must not hide the others. */
    for (char **name = names; *name != NULL; name++) {
        g_autoptr(GError) broken = NULL;
        if (!add(call, records, *name, &broken))
            qv_warn("%s", broken->message);
    }
    return qv_records_print(records, &call->output, error);
}
