/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* usage-table: guests over time: rates between samples, their history, and an order to show them
 * in. */
#pragma once

#include "hv/sample.h"

#define QV_HISTORY 120 /* how many rates of the CPU a row remembers */

/* What a guest did between two samples, a second; NAN where it is not known. */
typedef struct {
    double cpu; /* percent of one CPU of the host */
    double read, written;
    double reads, writes;
    double received, sent;
} QvRates;

/* One guest. */
typedef struct {
    char *host;
    QvSample *sample;
    QvRates rates;
    float history[QV_HISTORY]; /* of rates.cpu, the newest last */
    guint seen;                /* the number of the update that it was last in */
} QvRow;

typedef enum { QV_BY_NAME, QV_BY_CPU, QV_BY_MEMORY, QV_BY_DISK, QV_BY_NET, QV_N_ORDERS } QvOrder;

typedef struct QvUsageTable QvUsageTable;

/** qv_rates: what happened between two samples of one guest; @before may be NULL. */
void qv_rates(const QvSample *before, const QvSample *now, QvRates *rates);

/** qv_usage_table_new: (transfer full): a table without guests. */
QvUsageTable *qv_usage_table_new(void);
void qv_usage_table_free(QvUsageTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvUsageTable, qv_usage_table_free)

/**
 * qv_usage_table_update:
 * @samples: (transfer full) (element-type QvSample): all guests that there are now on @host; those
 *   of other hosts stay
 */
void qv_usage_table_update(QvUsageTable *table, const char *host, GPtrArray *samples);

/** qv_usage_table_sort: names from A, all else from the largest; the other way round if @reverse.
 */
void qv_usage_table_sort(QvUsageTable *table, QvOrder order, gboolean reverse);

/** qv_usage_table_filter: shows only guests whose name has @text in it, or with NULL all. */
void qv_usage_table_filter(QvUsageTable *table, const char *text);

/** qv_usage_table_rows: (element-type QvRow): the rows to show, in order; belongs to the table. */
GPtrArray *qv_usage_table_rows(QvUsageTable *table);

/** qv_usage_table_move: selects the row that is @by rows below the one that is selected. */
void qv_usage_table_move(QvUsageTable *table, int by);

/** qv_usage_table_selected: the index of the selected row, which stays with its guest; -1 for no
 * rows. */
int qv_usage_table_selected(QvUsageTable *table);
