/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* say: lines for people, safe for a terminal. */
#include "base/say.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/output.h"
#include "base/progress.h"

struct QvSaid {
    GMutex lock;
    gboolean is_its_turn;
    GQueue lines; /* (element-type Line) */
};

typedef struct {
    FILE *stream;
    char *text;
} Line;

static GPrivate holder; /* the QvSaid of a thread, or NULL */

static void
print_line(FILE *stream, const char *text)
{
    qv_progress_hide();
    /* So that both streams are in order where they are one. */
    fflush(stdout);
    fprintf(stream, "%s\n", text);
    fflush(stream);
}

static void
print_or_hold(FILE *stream, const char *text)
{
    QvSaid *said = g_private_get(&holder);

    if (said == NULL) {
        print_line(stream, text);
        return;
    }
    g_mutex_lock(&said->lock);
    if (said->is_its_turn) {
        print_line(stream, text);
    } else {
        Line *line = g_new0(Line, 1);
        *line = (Line){stream, g_strdup(text)};
        g_queue_push_tail(&said->lines, line);
    }
    g_mutex_unlock(&said->lock);
}

static void
print_safe_line(FILE *stream, const char *before, const char *format, va_list arguments)
{
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    g_autofree char *safe = qv_safe_text(text, TRUE);
    g_autofree char *line = g_strconcat(before, safe, NULL);

    print_or_hold(stream, line);
}

void
qv_complain(const GError *error)
{
    g_autofree char *safe = qv_safe_text(error->message, FALSE);
    g_autofree char *line = g_strconcat("qvirt: ", safe, NULL);

    print_or_hold(stderr, line);
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

QvSaid *
qv_said_new(void)
{
    QvSaid *said = g_new0(QvSaid, 1);

    g_mutex_init(&said->lock);
    return said;
}

static void
free_line(gpointer data)
{
    Line *line = data;

    g_free(line->text);
    g_free(line);
}

void
qv_said_free(QvSaid *said)
{
    g_queue_clear_full(&said->lines, free_line);
    g_mutex_clear(&said->lock);
    g_free(said);
}

void
qv_said_hold(QvSaid *said)
{
    g_private_set(&holder, said);
}

void
qv_said_release(QvSaid *said)
{
    Line *line;

    g_mutex_lock(&said->lock);
    said->is_its_turn = TRUE;
    while ((line = g_queue_pop_head(&said->lines)) != NULL) {
        print_line(line->stream, line->text);
        free_line(line);
    }
    g_mutex_unlock(&said->lock);
}
