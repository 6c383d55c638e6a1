/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stage: runs one stylesheet of the pipeline. */
#pragma once

#include "base/xml.h"

/**
 * qv_stage:
 * @name: a stylesheet, as "merge" for xsl/merge.xsl
 * @in: its input; left as it is
 *
 * Returns: (transfer full): what the stylesheet makes of @in; NULL with @error
 *   (QV_ERROR_TEMPLATE) when the stylesheet is missing, wrong or stops by itself.
 */
xmlDoc *qv_stage(const char *name, xmlDoc *in, GError **error);

/**
 * qv_stages:
 * @names: stylesheets to run one after the other, ended by NULL
 *
 * As qv_stage(), for a whole row of them.
 */
xmlDoc *qv_stages(const char *const *names, xmlDoc *in, GError **error);
