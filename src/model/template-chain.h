/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template-chain: a template and all that it extends, in order. */
#pragma once

#include "model/template.h"

/**
 * qv_template_chain:
 * @kind: a kind, as of qv_template_load()
 * @id: the name of a template
 *
 * Presets extend presets, options and layouts extend options and layouts. An option that is
 * extended has its default value. One that is not qvirt's own must pass qv_template_check_parts().
 *
 * Returns: (transfer full) (element-type QvTemplate): what the template extends, least specific
 *   first, each once, and the template last; NULL with @error, as of qv_template_load(), or
 *   QV_ERROR_TEMPLATE for one that extends itself or an option that has no default value.
 */
GPtrArray *qv_template_chain(QvTemplateKind kind, const char *id, GError **error);

/**
 * qv_template_layout:
 * @chain: as of qv_template_chain()
 *
 * Returns: (transfer full) (nullable): the storage layout that the most specific of them names.
 */
char *qv_template_layout(GPtrArray *chain);
