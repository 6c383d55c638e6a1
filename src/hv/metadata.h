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

/**
 * qv_guest_note:
 * @volumes: paths of images that were made for the guest
 *
 * Adds them to the guest's metadata, so that they are deleted with it.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_guest_note(QvGuest *guest, GPtrArray *volumes, GError **error);

/**
 * qv_guest_record:
 * @memory: an element without namespace
 *
 * Keeps @memory as all that qvirt wrote down in @where.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_guest_record(QvGuest *guest, xmlNode *memory, QvScope where, GError **error);
