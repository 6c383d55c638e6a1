/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* records-xml: records from what a stylesheet wrote under the keys of columns. */
#pragma once

#include "base/records.h"
#include "base/xml.h"

/**
 * qv_records_set_node:
 *
 * Sets all columns that @node says: by attributes (those of flags are "yes" or "no", times in
 * seconds since 1970, and what is empty is absent), a list or a map by the children of an element
 * of its key. Those of a map have the attributes "key" and "value"; those of a list of objects have
 * the members as attributes, and of a list of texts a "value".
 */
void qv_records_set_node(QvRecords *records, xmlNode *node);
