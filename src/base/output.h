/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output: records as a table or as JSON, and text that cannot harm a terminal. */
#pragma once

#include <json-glib/json-glib.h>

typedef enum {
    QV_TEXT,
    QV_NUMBER,
    QV_DECIMAL, /* with a fraction, and "." before it */
    QV_BOOLEAN,
    QV_SIZE /* in bytes */
} QvType;

/* The one need that does not keep a column out of JSON. */
#define QV_NEEDS_LITTLE 1u

/* One column. The key is stable and never translated; the title is what a table shows. */
typedef struct {
    const char *key;
    const char *title;
    const char *help;
    QvType type;
    gboolean hidden; /* shown only when asked for with -o */
    gboolean wrap;   /* may be broken over lines */
    guint needs;     /* what its command must ask for beside the rest, in bits of the command's own;
                        if anything but QV_NEEDS_LITTLE, JSON has it only when asked for with -o */
} QvColumn;

/* How to print. */
typedef struct {
    gboolean json;
    gboolean noheadings;
    gboolean raw;
    const char *columns; /* keys, "," between them; NULL for the usual ones */
    const char *also;    /* the key of a hidden column that is a usual one this time, or NULL */
    const char *tree;    /* the key of the column that shows what is below what, or NULL */
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

/** qv_records_descend: the records that follow are below the newest one. */
void qv_records_descend(QvRecords *records);

/** qv_records_ascend: ends what qv_records_descend() began. */
void qv_records_ascend(QvRecords *records);

/** qv_records_set: sets the value of column @key of the newest record; copied. */
void qv_records_set(QvRecords *records, const char *key, const char *value);

/**
 * qv_columns_needs:
 * @how: how they are to be printed
 * @sort: (nullable): by what they are to be sorted, as of qv_records_sort()
 * @needs: what the columns that are printed or sorted by need
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE) for an unknown column, naming the nearest.
 */
gboolean qv_columns_needs(const QvColumn *columns, const QvOutput *how, const char *sort,
                          guint *needs, GError **error);

/**
 * qv_records_sort:
 * @keys: (nullable): keys of columns, "," between them, each with "-" before it for the reverse
 *
 * Sorts the records that are below no other; what is absent comes last. Equal ones keep their
 * order, and NULL the order of all. The keys must have passed qv_columns_needs().
 */
void qv_records_sort(QvRecords *records, const char *keys);

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

/** qv_records_extend: gives the newest record members that JSON shows behind all columns. */
void qv_records_extend(QvRecords *records, JsonObject *members);

/** qv_records_line: (transfer full): the newest record as one line; NULL with @error as above. */
char *qv_records_line(QvRecords *records, const QvOutput *how, GError **error);

/** qv_records_print_line: prints qv_records_line(). */
gboolean qv_records_print_line(QvRecords *records, const QvOutput *how, GError **error);

/**
 * qv_safe_text:
 *
 * Returns: (transfer full): @text with control characters (C0, C1, DEL), bidirectional controls
 *   and bytes that are not UTF-8 written as \xNN or \u{NNNN}. New lines are kept where
 *   @keep_lines.
 */
char *qv_safe_text(const char *text, gboolean keep_lines);
