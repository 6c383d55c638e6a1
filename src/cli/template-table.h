/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template-table: templates as records. */
#pragma once

#include "cli/command.h"
#include "model/template.h"

/* Adds the record of the template called @name; FALSE with @error where it is broken. */
typedef gboolean (*QvTemplateFunc)(QvCall *call, QvRecords *records, const char *name,
                                   GError **error);

/**
 * qv_template_add_record:
 *
 * Begins a record with what presets and options have in common. A table has the title in the
 * user's language, JSON has it as it is written, since scripts may compare it.
 */
void qv_template_add_record(QvCall *call, QvRecords *records, const QvTemplate *template);

/**
 * qv_template_table:
 *
 * Prints a record for each template of @kind. One that is broken is said, and hides no other.
 *
 * Returns: FALSE with @error as of qv_records_print().
 */
gboolean qv_template_table(QvCall *call, QvTemplateKind kind, QvTemplateFunc add, GError **error);
