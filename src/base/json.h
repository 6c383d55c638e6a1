/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json: writes JSON that cannot harm a terminal. */
#pragma once

#include <json-glib/json-glib.h>

/**
 * qv_json_write:
 * @pretty: over several lines, indented
 *
 * Numbers have as few digits as give the same number again; what qv_is_unsafe(), is escaped.
 *
 * Returns: (transfer full): @node as text, without a newline at its end.
 */
char *qv_json_write(JsonNode *node, gboolean pretty);
