/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cell: the value of one column in one record: for people, for JSON, and in order. */
#pragma once

#include <json-glib/json-glib.h>

#include "base/column.h"

/* Which member counts depends on the type of the column. */
typedef struct {
    gboolean is_set; /* FALSE where the value is absent */
    union {
        char *text;
        gint64 number; /* also sizes, flags, and times in microseconds since 1970 */
        double decimal;
        JsonNode *json; /* of lists and maps */
    };
} QvCell;

/** qv_cell_clear: makes the value absent. */
void qv_cell_clear(QvCell *cell, const QvColumn *column);

/**
 * qv_cell_text: (transfer full) (nullable): as people read it, safe for a terminal; NULL where it
 * is absent, or an empty list or map.
 */
char *qv_cell_text(const QvCell *cell, const QvColumn *column);

/** qv_cell_json: (transfer full): as JSON has it; null where it is absent. */
JsonNode *qv_cell_json(const QvCell *cell, const QvColumn *column);

/** qv_cell_compare: as strcmp(), or @reverse; either way what is absent or empty comes last. */
int qv_cell_compare(const QvCell *a, const QvCell *b, const QvColumn *column, gboolean reverse);
