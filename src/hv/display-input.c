/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* display-input: a guest's screen and its keyboard. */
#include "hv/display-input.h"

#include "base/error.h"
#include "hv/libvirt.h"

#define LARGEST (256 * 1024 * 1024) /* bytes of a picture */

static gboolean
receive_picture(virStreamPtr stream, GByteArray *data, GError **error)
{
    char part[65536];
    int n;

    while ((n = virStreamRecv(stream, part, sizeof part)) > 0) {
        if (data->len + (guint)n > LARGEST)
            return qv_fail(error, QV_ERROR_FAILED, _("the picture is larger than 256 MiB"));
        g_byte_array_append(data, (guint8 *)part, (guint)n);
    }
    return n == 0 || qv_libvirt_fail(error);
}

GByteArray *
qv_guest_screenshot(QvGuest *guest, guint screen, char **type, GError **error)
{
    g_autoptr(virStream) stream = virStreamNew(virDomainGetConnect(guest), 0);
    g_autoptr(GByteArray) data = g_byte_array_new();
    char *mime = stream ? virDomainScreenshot(guest, stream, screen, 0) : NULL;

    if (mime == NULL) {
        qv_libvirt_fail(error);
        g_prefix_error(error, _("cannot take a picture of guest '%s': "), virDomainGetName(guest));
        return NULL;
    }
    *type = g_strdup(mime);
    free(mime);
    if (!receive_picture(stream, data, error)) {
        virStreamAbort(stream);
        return NULL;
    }
    if (virStreamFinish(stream) < 0) {
        qv_libvirt_fail(error);
        return NULL;
    }
    return g_steal_pointer(&data);
}

gboolean
qv_guest_send_keys(QvGuest *guest, guint *codes, guint n, guint hold, GError **error)
{
    if (virDomainSendKey(guest, VIR_KEYCODE_SET_LINUX, hold, codes, (int)n, 0) == 0)
        return TRUE;
    qv_libvirt_fail(error);
    g_prefix_error(error, _("cannot press keys in guest '%s': "), virDomainGetName(guest));
    return FALSE;
}
