/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* column: what a column of records is, and which ones are shown. */
#pragma once

#include <glib.h>

typedef enum {
    QV_TEXT,
    QV_NUMBER,
    QV_DECIMAL, /* with a fraction */
    QV_SIZE,    /* in bytes */
    QV_FLAG,    /* yes or no */
    QV_TIME,    /* a moment */
    QV_LIST,
    QV_MAP, /* from names to texts, or to what libvirt says */
    QV_N_TYPES
} QvType;

typedef enum {
    QV_HIDDEN_COLUMN = 1 << 0, /* shown only when asked for with -o */
    QV_WRAP = 1 << 1,          /* may be broken over lines */
    QV_MILLISECONDS = 1 << 2,  /* of a time, which has none otherwise */
} QvColumnFlags;

/* The one need that does not keep a column out of JSON. */
#define QV_NEEDS_LITTLE 1u

/* One column. The key is stable and never translated; the title is what a table shows. */
typedef struct QvColumn {
    const char *key;
    const char *title;
    const char *help;
    QvType type;
    QvColumnFlags flags;
    guint needs; /* what its command must ask for beside the rest, in bits of the command's own;
                    if anything but QV_NEEDS_LITTLE, JSON has it only when asked for with -o */
    const struct QvColumn *members; /* of the objects in a list, without titles; NULL for a list of
                                       texts */
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

/* One column that records are sorted by. */
typedef struct {
    guint column;
    gboolean reverse;
} QvColumnOrder;

/** qv_column_json_type: the type of its values in JSON, in JSON Schema's word. */
const char *qv_column_json_type(const QvColumn *column);

/** qv_columns_find: the index of the column called @key, in any case; -1 for none. */
int qv_columns_find(const QvColumn *columns, const char *key);

/**
 * qv_columns_chosen:
 *
 * Returns: (transfer full) (element-type guint): the indices of the columns to print: those asked
 *   for, or the usual ones. NULL with @error (QV_ERROR_USAGE) for an unknown one, naming the
 *   nearest.
 */
GArray *qv_columns_chosen(const QvColumn *columns, const QvOutput *how, GError **error);

/**
 * qv_columns_orders:
 * @keys: (nullable): keys of columns, "," between them, each with "-" before it for the reverse
 *
 * Returns: (transfer full) (element-type QvColumnOrder): NULL with @error as qv_columns_chosen().
 */
GArray *qv_columns_orders(const QvColumn *columns, const char *keys, GError **error);

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
