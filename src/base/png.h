/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* png: pictures of guests as PNG. */
#pragma once

#include <glib.h>

/**
 * qv_png_size:
 *
 * Returns: whether @data begins as a PNG does; then @width and @height are its pixels.
 */
gboolean qv_png_size(const GByteArray *data, guint *width, guint *height);

/**
 * qv_png_from_ppm:
 * @ppm: a binary PPM of 8 bits a colour, as older QEMUs give
 *
 * Returns: (transfer full): the same as PNG; NULL with @error.
 */
GByteArray *qv_png_from_ppm(const GByteArray *ppm, GError **error);
