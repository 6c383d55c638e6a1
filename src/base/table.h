/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table: records as people read them. */
#pragma once

#include "base/records.h"

/** qv_table_print: a line for each record; @columns: of qv_columns_chosen(). */
void qv_table_print(const QvRecords *records, const QvOutput *how, const GArray *columns);

/** qv_table_print_one: the values of the newest record below each other. */
void qv_table_print_one(const QvRecords *records, const QvOutput *how, const GArray *columns);
