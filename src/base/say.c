/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* say: lines for people, safe for a terminal. */
#include "base/say.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/progress.h"
#include "base/safe-text.h"

static void
print_safe_line(FILE *stream, const char *before, const char *format, va_list arguments)
{
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    g_autofree char *safe = qv_safe_text(text, TRUE);

    qv_progress_hide();
    fprintf(stream, "%s%s\n", before, safe);
    fflush(stream);
}

void
qv_complain(const GError *error)
{
    g_autofree char *safe = qv_safe_text(error->message, FALSE);

    qv_progress_hide();
    fflush(stdout);
    fprintf(stderr, "qvirt: %s\n", safe);
}

void
qv_say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print_safe_line(stdout, "", format, arguments);
    va_end(arguments);
}

void
qv_warn(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print_safe_line(stderr, _("qvirt: note: "), format, arguments);
    va_end(arguments);
}
