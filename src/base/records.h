/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* records: what a command found, a value for each of its columns. */
#pragma once

#include <json-glib/json-glib.h>

#include "base/cell.h"

typedef struct QvRecord QvRecord;
struct QvRecord {
    QvCell *cells;    /* one for each column */
    GPtrArray *below; /* (element-type QvRecord) (nullable) */
    QvRecord *above;
};

typedef struct {
    const QvColumn *columns;
    guint n_columns;
    GPtrArray *rows; /* (element-type QvRecord): those below no other */
    QvRecord *above; /* of the next record */
    QvRecord *newest;
    guint next; /* the column behind the one set last: mostly the next to be set */
} QvRecords;

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

/* Each sets the value of column @key, which must be of that type, in the newest record. */

/** qv_records_set: a text, copied; NULL for none. */
void qv_records_set(QvRecords *records, const char *key, const char *value);

void qv_records_set_number(QvRecords *records, const char *key, gint64 value);

/** qv_records_set_decimal: NAN for none. */
void qv_records_set_decimal(QvRecords *records, const char *key, double value);

void qv_records_set_size(QvRecords *records, const char *key, guint64 bytes);
void qv_records_set_flag(QvRecords *records, const char *key, gboolean value);

/** qv_records_set_time: @microseconds: since 1970 in UTC, as of g_get_real_time(). */
void qv_records_set_time(QvRecords *records, const char *key, gint64 microseconds);

/** qv_records_set_list: the elements of @value, which is shared with the caller. */
void qv_records_set_list(QvRecords *records, const char *key, JsonArray *value);

/** qv_records_set_map: the members of @value, which is shared with the caller. */
void qv_records_set_map(QvRecords *records, const char *key, JsonObject *value);

/**
 * qv_records_sort:
 * @keys: (nullable): as of qv_columns_orders(), which they must have passed
 *
 * Sorts the records that are below no other; what is absent comes last. Equal ones keep their
 * order, and NULL the order of all.
 */
void qv_records_sort(QvRecords *records, const char *keys);
