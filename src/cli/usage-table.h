/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* board: guests over time: rates between samples, their history, and an order to show them in. */
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

typedef struct QvBoard QvBoard;

/** qv_rates: what happened between two samples of one guest; @before may be NULL. */
void qv_rates(const QvSample *before, const QvSample *now, QvRates *rates);

/** qv_board_new: (transfer full): a board without guests. */
QvBoard *qv_board_new(void);
void qv_board_free(QvBoard *board);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvBoard, qv_board_free)

/**
 * qv_board_update:
 * @samples: (transfer full) (element-type QvSample): all guests that there are now on @host; those
 *   of other hosts stay
 */
void qv_board_update(QvBoard *board, const char *host, GPtrArray *samples);

/** qv_board_sort: names from A, all else from the largest; the other way round if @reverse. */
void qv_board_sort(QvBoard *board, QvOrder order, gboolean reverse);

/** qv_board_filter: shows only guests whose name has @text in it, or with NULL all. */
void qv_board_filter(QvBoard *board, const char *text);

/** qv_board_rows: (element-type QvRow): the rows to show, in order; belongs to the board. */
GPtrArray *qv_board_rows(QvBoard *board);

/** qv_board_move: selects the row that is @by rows below the one that is selected. */
void qv_board_move(QvBoard *board, int by);

/** qv_board_selected: the index of the selected row, which stays with its guest; -1 for no rows. */
int qv_board_selected(QvBoard *board);
