/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template-check: what the schema cannot say of a template: whether its parts fit together. */
#pragma once

#include "model/template.h"

/**
 * qv_template_check_facts:
 * @facts: (nullable): a <facts> element, whose names are known besides those of
 *   templates/facts.xml
 *
 * Returns: whether every fact that the template asks for has a known name; if not, @error
 *   (QV_ERROR_TEMPLATE) names file, line and the nearest name.
 */
gboolean qv_template_check_facts(QvTemplate *template, xmlNode *facts, GError **error);

/**
 * qv_template_check_parts:
 *
 * Checks what would otherwise be passed over in silence: a value that nothing takes or gives,
 * elements that are one although they were written as two, alternatives that are never reached,
 * names in <refuses> that nothing has.
 *
 * Returns: whether the template is free of these; if not, @error (QV_ERROR_TEMPLATE) names file,
 *   line and fault.
 */
gboolean qv_template_check_parts(QvTemplate *template, GError **error);
