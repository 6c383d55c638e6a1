/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* metadata: what qvirt writes down in a guest. */
#pragma once

#include "hv/guest.h"

/**
 * qv_guest_label:
 * @changes: an element whose children <change key= value=/> set a label, and without a value
 *   remove it
 *
 * Changes the labels in the guest's definition and, where it runs, in the running guest; all else
 * that qvirt wrote down stays.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_guest_label(QvGuest *guest, xmlNode *changes, GError **error);
