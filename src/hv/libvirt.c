/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt: loads the library and hands on its errors. */
#include "hv/libvirt.h"

#include "base/error.h"

QV_LAZY_DEFINE_libvirt;
QV_LAZY_DEFINE_qemu;

static void
stay_quiet(void *data G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}

gboolean
qv_libvirt_load(GError **error)
{
    if (!qv_lazy_load(&qv_library_libvirt, QV_ERROR_CONNECT, error))
        return FALSE;
    virSetErrorFunc(NULL, stay_quiet);
    return TRUE;
}

gboolean
qv_libvirt_load_qemu(GError **error)
{
    return qv_lazy_load(&qv_library_qemu, QV_ERROR_CONNECT, error);
}

gboolean
qv_libvirt_fail(GError **error)
{
    const virError *last = virGetLastError();
    g_autofree char *text = g_strdup(last ? last->message : NULL);

    /* Some reasons are whole logs; a message is one line. */
    g_set_error_literal(error, QV_LIBVIRT_ERROR, last ? last->code : 0,
                        text ? g_strdelimit(g_strchomp(text), "\n", ' ')
                             : _("libvirt gave no reason"));
    return FALSE;
}

gboolean
qv_libvirt_refuse(virDomainPtr guest, const char *what, GError **error)
{
    qv_libvirt_fail(error);
    g_prefix_error(error, _("guest '%s': %s: "), virDomainGetName(guest), what);
    return FALSE;
}

gboolean
qv_libvirt_last_has(const char *words)
{
    const virError *last = virGetLastError();

    return last != NULL && last->message != NULL && strstr(last->message, words) != NULL;
}

char *
qv_libvirt_uuid(virDomainPtr guest)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[VIR_UUID_BUFLEN] = {0};
    char *text = g_malloc(VIR_UUID_STRING_BUFLEN), *end = text;

    virDomainGetUUID(guest, raw);
    for (int i = 0; i < VIR_UUID_BUFLEN; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *end++ = '-';
        *end++ = digits[raw[i] >> 4];
        *end++ = digits[raw[i] & 15];
    }
    *end = '\0';
    return text;
}
