/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* records-xml: records from what a stylesheet wrote under the keys of columns. */
#pragma once

#include "base/records.h"
#include "base/xml.h"

/**
 * qv_records_set_children:
 *
 * Sets a list or a map from the child elements of @node. A map's have the attributes "key" and
 * "value". Each of a list of objects has the members as attributes, and of texts a "value"; an
 * attribute that is empty is absent.
 */
void qv_records_set_children(QvRecords *records, const char *key, xmlNode *node);

/**
 * qv_records_set_node:
 *
 * Sets all columns that @node says: by attributes (those of flags are "yes" or "no", times in
 * seconds since 1970, and what is empty is absent), lists and maps by an element whose children
 * qv_records_set_children() reads.
 */
void qv_records_set_node(QvRecords *records, xmlNode *node);
