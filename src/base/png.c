/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* png: pictures of guests as PNG. */
#include "base/png.h"

#include <png.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "lazy-png.h"

QV_LAZY_DEFINE_png;

gboolean
qv_png_size(const GByteArray *data, guint *width, guint *height)
{
    static const guint8 start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    guint32 size[2];

    if (data->len < 24 || memcmp(data->data, start, sizeof start) != 0)
        return FALSE;
    memcpy(size, data->data + 16, sizeof size);
    *width = GUINT32_FROM_BE(size[0]);
    *height = GUINT32_FROM_BE(size[1]);
    return TRUE;
}

/* Where the pixels of a PPM begin; 0 where it is none. */
static gsize
read_ppm_header(const GByteArray *ppm, png_image *image)
{
    g_autofree char *head = g_strndup((const char *)ppm->data, MIN(ppm->len, 64));
    int end = 0;

    if (head == NULL ||
        sscanf(head, "P6 %5u %5u 255%n", &image->width, &image->height, &end) != 2 || end == 0 ||
        (guint64)image->width * image->height * 3 + (guint)end + 1 > ppm->len ||
        image->width == 0 || image->height == 0)
        return 0;
    return (gsize)end + 1;
}

GByteArray *
qv_png_from_ppm(const GByteArray *ppm, GError **error)
{
    png_image image = {.version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_RGB};
    gsize start = read_ppm_header(ppm, &image);
    g_autoptr(GByteArray) png = g_byte_array_new();
    png_alloc_size_t size;

    if (start == 0) {
        qv_fail(error, QV_ERROR_FAILED, _("the hypervisor's picture is no PPM of 8 bits a colour"));
        return NULL;
    }
    /* Only older QEMUs give no PNG by themselves. */
    if (!qv_lazy_load(&qv_library_png, QV_ERROR_HOST, error))
        return NULL;
    size = PNG_IMAGE_PNG_SIZE_MAX(image);
    g_byte_array_set_size(png, (guint)size);
    if (!png_image_write_to_memory(&image, png->data, &size, 0, ppm->data + start, 0, NULL)) {
        qv_fail(error, QV_ERROR_FAILED, _("cannot make a PNG: %s"), image.message);
        return NULL;
    }
    g_byte_array_set_size(png, (guint)size);
    return g_steal_pointer(&png);
}
