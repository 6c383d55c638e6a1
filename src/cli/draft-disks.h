/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft-disks: finds out what the disks and CD images of a draft are. */
#pragma once

#include "cli/draft.h"

/**
 * qv_draft_resolve_disks:
 * @look: see qv_draft_plan()
 *
 * Gives every "disk" and "cdrom" of the draft's request its <image> or <volume>, adds the disk
 * that the preset recommends where none was asked for, and collects the volumes to be made.
 *
 * Returns: FALSE with @error naming the option and the file.
 */
gboolean qv_draft_resolve_disks(QvDraft *draft, gboolean look, GError **error);
