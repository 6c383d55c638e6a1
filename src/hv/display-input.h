/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* display-input: a guest's screen and its keyboard. */
#pragma once

#include "hv/connection.h"

/**
 * qv_guest_screenshot:
 * @screen: which of its screens, the first is 0
 * @type: (out) (transfer full): the picture's MIME type, as the hypervisor calls it
 *
 * Returns: (transfer full): the picture; NULL with @error.
 */
GByteArray *qv_guest_screenshot(QvGuest *guest, guint screen, char **type, GError **error);

/**
 * qv_guest_send_keys:
 * @codes: Linux key codes, pressed in this order and released together
 * @n: how many, at most 16
 * @hold: how long, in milliseconds
 *
 * Returns: FALSE with @error.
 */
gboolean qv_guest_send_keys(QvGuest *guest, guint *codes, guint n, guint hold, GError **error);
