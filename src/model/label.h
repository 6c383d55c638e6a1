/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* label: what a user calls guests by, KEY=VALUE. */
#pragma once

#include "base/value.h"

/** qv_value_label: KEY=VALUE; the attributes "key" and "of" are its parts. */
gboolean qv_value_label(const char *text, const char *choices, xmlNode *setting, GError **error);

/** qv_value_label_wanted: KEY, or KEY=VALUE as qv_value_label(); without a value there is no "of".
 */
gboolean qv_value_label_wanted(const char *text, const char *choices, xmlNode *setting,
                               GError **error);
