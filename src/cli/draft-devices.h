/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft-devices: devices for a guest that is there, drafted as those of a new one are. */
#pragma once

#include "cli/draft-plan.h"

/**
 * qv_draft_for_guest:
 * @domain: the XML of @guest
 * @settings: a <request> with the settings of the new devices
 *
 * Drafts the devices with what the guest was made with: its preset, layout, options, cache mode. A
 * guest that qvirt did not make gets them as the preset of its machine, on virtio.
 *
 * Returns: (transfer full): the draft, for qv_draft_devices(); NULL with @error.
 */
QvDraft *qv_draft_for_guest(QvCall *call, QvGuest *guest, xmlDoc *domain, xmlNode *settings,
                            GError **error);
