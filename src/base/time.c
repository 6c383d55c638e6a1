/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* time: the one way in which a moment is written. */
#include "base/time.h"

char *
qv_time_format(gint64 microseconds, gboolean milliseconds)
{
    g_autoptr(GDateTime) local = g_date_time_new_from_unix_local(microseconds / G_USEC_PER_SEC);
    g_autofree char *day = local ? g_date_time_format(local, "%FT%T") : NULL;
    g_autofree char *zone = local ? g_date_time_format(local, "%:z") : NULL;

    if (local == NULL)
        return NULL;
    if (!milliseconds)
        return g_strconcat(day, zone, NULL);
    return g_strdup_printf("%s.%03d%s", day, (int)(microseconds / 1000 % 1000), zone);
}
