/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error: what can go wrong, and the exit status that says so. */
#include "base/error.h"

G_DEFINE_QUARK(qv - error, qv_error)
G_DEFINE_QUARK(qv - libvirt - error, qv_libvirt_error)

const QvExitStatus qv_exit_statuses[] = {
    {0, N_("done")},
    {QV_ERROR_FAILED, N_("failed")},
    {QV_ERROR_USAGE, N_("the command line is wrong")},
    {QV_ERROR_NOT_FOUND, N_("no such guest, preset or option")},
    {QV_ERROR_CONNECT, N_("cannot connect to libvirt")},
    {QV_ERROR_TEMPLATE, N_("a template or an XML document is invalid")},
    {QV_ERROR_HOST, N_("this host cannot")},
    {QV_ERROR_TIMEOUT, N_("the guest did not do it in time")},
    {130, N_("interrupted (SIGINT); 143 for SIGTERM")},
    {0, NULL},
};

gboolean
qv_fail(GError **error, QvError code, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autoptr(GError) made = g_error_new_valist(QV_ERROR, code, format, arguments);
    va_end(arguments);
    g_propagate_error(error, g_steal_pointer(&made));
    return FALSE;
}

int
qv_exit_status(const GError *error)
{
    if (error == NULL)
        return 0;
    return error->domain == QV_ERROR ? error->code : QV_ERROR_FAILED;
}
