/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft-plan: from a draft to its plan, its domain and the volumes to be made. */
#pragma once

#include "cli/draft.h"

/**
 * qv_draft_plan:
 * @look: whether disks and CD images are looked at and volumes planned; else their paths are
 *   taken as they stand
 *
 * Makes the draft's plan. Nothing outside of the draft is touched.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_draft_plan(QvDraft *draft, gboolean look, GError **error);

/** qv_draft_domain: (transfer full): the domain XML of the draft's plan; NULL with @error. */
xmlDoc *qv_draft_domain(QvDraft *draft, GError **error);

/** qv_draft_notes: says on standard error what the user may not expect of the draft. */
void qv_draft_notes(QvDraft *draft);

/**
 * qv_draft_devices:
 *
 * Looks at the disks and CD images of a draft that has a guest.
 *
 * Returns: (transfer full): a <device kind= title=> around each new device; NULL with @error.
 */
xmlDoc *qv_draft_devices(QvDraft *draft, GError **error);

/** qv_draft_make_volumes: makes the draft's volumes; @undo learns of them. */
gboolean qv_draft_make_volumes(QvDraft *draft, QvUndo *undo, GError **error);
