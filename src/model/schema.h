/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* schema: holds documents against a RELAX NG schema. */
#pragma once

#include "base/xml.h"

/**
 * qv_schema_load:
 * @path: a schema in XML syntax
 *
 * Returns: (transfer full): the schema; NULL with @error (QV_ERROR_TEMPLATE).
 */
xmlRelaxNG *qv_schema_load(const char *path, GError **error);

/**
 * qv_schema_check:
 * @name: what messages call @doc
 *
 * Returns: whether @doc is valid; if not, @error (QV_ERROR_TEMPLATE) names the line and the fault.
 */
gboolean qv_schema_check(xmlRelaxNG *schema, xmlDoc *doc, const char *name, GError **error);
