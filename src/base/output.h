/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output: prints records, as a table or as JSON. */
#pragma once

#include "base/records.h"

/**
 * qv_records_print:
 *
 * Prints all records: a table, or with JSON an array of objects that have every column. In a tree
 * the JSON objects have those below them as "children".
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE) for an unknown column, naming the nearest.
 */
gboolean qv_records_print(QvRecords *records, const QvOutput *how, GError **error);

/** qv_records_print_one: as qv_records_print(), for one record: its values below each other. */
gboolean qv_records_print_one(QvRecords *records, const QvOutput *how, GError **error);

/** qv_records_line: (transfer full): the newest record as one line; NULL with @error as above. */
char *qv_records_line(QvRecords *records, const QvOutput *how, GError **error);

/** qv_records_print_line: prints qv_records_line(). */
gboolean qv_records_print_line(QvRecords *records, const QvOutput *how, GError **error);
