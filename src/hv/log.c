/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log: where QEMU's logs are, and a guest's last words in them. */
#include "hv/log.h"

#include "hv/libvirt.h"

#define MOST 5

static gboolean
is_of_the_command_line(const char *line)
{
    return g_str_has_suffix(line, "\\") || strstr(line, "char device redirected to") != NULL;
}

char *
qv_log_words(const char *log)
{
    const char *start = g_strrstr(log, "starting up libvirt version");
    g_auto(GStrv) lines = g_strsplit(start ? start : log, "\n", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    gboolean began = start == NULL;

    for (char **line = lines; *line != NULL && words->len < MOST; line++) {
        /* The first line without a backslash ends the command line that libvirt logs. */
        if (began && **line != '\0' && !is_of_the_command_line(*line))
            g_ptr_array_add(words, g_strstrip(*line));
        else if (line != lines && **line != '\0' && !g_str_has_suffix(*line, "\\"))
            began = TRUE;
    }
    g_ptr_array_add(words, NULL);
    return words->len > 1 ? g_strjoinv("; ", (char **)words->pdata) : NULL;
}

char *
qv_log_directory(QvConnection *connection)
{
    if (qv_connection_is_session(connection))
        return g_build_filename(g_get_user_cache_dir(), "libvirt/qemu/log", NULL);
    return g_strdup("/var/log/libvirt/qemu");
}

void
qv_log_make_directory(QvConnection *connection)
{
    g_autofree char *directory = qv_log_directory(connection);

    if (qv_connection_is_local(connection) && qv_connection_is_session(connection))
        g_mkdir_with_parents(directory, 0700);
}

char *
qv_log_tail(QvGuest *guest)
{
    QvConnection *connection = virDomainGetConnect(guest); /* the guest's own reference */
    g_autofree char *directory = qv_log_directory(connection);
    g_autofree char *file = g_strdup_printf("%s/%s.log", directory, virDomainGetName(guest));
    g_autofree char *text = NULL;

    if (!qv_connection_is_local(connection) || !g_file_get_contents(file, &text, NULL, NULL))
        return NULL;
    return qv_log_words(text);
}
