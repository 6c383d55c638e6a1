/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* migrate-check: what both hosts say that bears on moving a guest from one to the other. */
#pragma once

#include "base/xml.h"
#include "hv/connection.h"

/**
 * qv_migrate_obstacles:
 * @request: the options of the migration, as <setting>s
 * @uri: the destination's, as the user wrote it
 *
 * Asks the guest's host and the destination. Nothing is changed on either.
 *
 * Returns: (transfer full): <migration>, which xsl/obstacles.xsl judges: the request, the guest,
 *   both hosts' records, and <uses> with what the guest uses and whether the destination has it;
 *   NULL with @error.
 */
xmlDoc *qv_migrate_obstacles(QvGuest *guest, QvConnection *destination, xmlNode *request,
                             const char *uri, GError **error);
