/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output: records as a table or as JSON, and text that cannot harm a terminal. */
#pragma once

#include <glib.h>

typedef enum {
    QV_TEXT,
    QV_NUMBER,
    QV_DECIMAL, /* with a fraction, and "." before it */
    QV_BOOLEAN,
    QV_SIZE /* in bytes */
} QvType;

/* One column. The key is stable and never translated; the title is what a table shows. */
typedef struct {
    const char *key;
    const char *title;
    const char *help;
    QvType type;
    gboolean hidden; /* shown only when asked for with -o */
    gboolean wrap;   /* may be broken over lines */
} QvColumn;

/* How to print. */
typedef struct {
    gboolean json;
    gboolean noheadings;
    gboolean raw;
    const char *columns; /* keys, "," between them; NULL for the usual ones */
} QvOutput;

typedef struct QvRecords QvRecords;

/**
 * qv_records_new:
 * @columns: the columns, ended by a NULL key; not copied
 */
QvRecords *qv_records_new(const QvColumn *columns);
void qv_records_free(QvRecords *records);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvRecords, qv_records_free)

/** qv_records_add: begins a new record, of which all values are absent. */
void qv_records_add(QvRecords *records);

/** qv_records_set: sets the value of column @key of the newest record; copied. */
void qv_records_set(QvRecords *records, const char *key, const char *value);

/**
 * qv_records_print:
 *
 * Prints all records: a table, or with JSON an array of objects that have every column.
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE) for an unknown column, naming the nearest.
 */
gboolean qv_records_print(QvRecords *records, const QvOutput *how, GError **error);

/** qv_records_print_one: as qv_records_print(), for one record: its values below each other. */
gboolean qv_records_print_one(QvRecords *records, const QvOutput *how, GError **error);

/** qv_records_print_line: prints the newest record on one line, or as one line of JSON. */
gboolean qv_records_print_line(QvRecords *records, const QvOutput *how, GError **error);

/**
 * qv_safe_text:
 *
 * Returns: (transfer full): @text with control characters (C0, C1, DEL), bidirectional controls
 *   and bytes that are not UTF-8 written as \xNN or \u{NNNN}. New lines are kept where
 *   @keep_lines.
 */
char *qv_safe_text(const char *text, gboolean keep_lines);
