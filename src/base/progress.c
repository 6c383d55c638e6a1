/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* progress: shows how far long jobs are, on a terminal or as JSON. */
#include "base/progress.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/safe-text.h"

#define BAR 20 /* characters */

struct QvProgress {
    char *guest;
    char *job;
    guint64 done, total;
    gint64 begun, told; /* monotonic microseconds */
};

static GMutex lock;
static GPtrArray *jobs; /* (element-type QvProgress): those under way, oldest first */
static gboolean as_json, drawn;

void
qv_progress_json(gboolean json)
{
    as_json = json;
}

static guint
percent(const QvProgress *progress)
{
    guint64 done = MIN(progress->done, progress->total);

    return progress->total ? (guint)((double)done * 100 / (double)progress->total) : 0;
}

static void
print_progress_json(QvProgress *progress)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    gint64 now = g_get_monotonic_time();

    progress->told = now;
    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "guest");
    json_builder_add_string_value(builder, progress->guest);
    json_builder_set_member_name(builder, "job");
    json_builder_add_string_value(builder, progress->job);
    json_builder_set_member_name(builder, "done");
    json_builder_add_int_value(builder, (gint64)progress->done);
    json_builder_set_member_name(builder, "total");
    json_builder_add_int_value(builder, (gint64)progress->total);
    json_builder_set_member_name(builder, "seconds");
    json_builder_add_double_value(builder, (double)((now - progress->begun) / 1000) / 1000);
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, FALSE);
    puts(text);
    fflush(stdout);
}

static guint
width(void)
{
    struct winsize size;

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void
append_bar(GString *line, const QvProgress *progress)
{
    guint filled = percent(progress) * BAR / 100;
    g_autofree char *guest = qv_safe_text(progress->guest, FALSE);

    g_string_append_printf(line, "%s%s %s [", line->len ? "  " : "", progress->job, guest);
    for (guint i = 0; i < BAR; i++)
        g_string_append_c(line, i < filled ? '#' : '.');
    g_string_append_printf(line, "] %3u%%", percent(progress));
}

static void
erase(void)
{
    if (drawn)
        fputs("\r\033[K", stderr);
    drawn = FALSE;
}

static void
draw_progress(void)
{
    g_autoptr(GString) line = g_string_new(NULL);
    glong room = (glong)width() - 1;

    erase();
    for (guint i = 0; i < jobs->len; i++)
        append_bar(line, jobs->pdata[i]);
    g_autofree char *shown =
        g_utf8_substring(line->str, 0, MIN(room, g_utf8_strlen(line->str, -1)));
    fputs(shown, stderr);
    fflush(stderr);
    drawn = *shown != '\0';
}

static void
refresh_progress(QvProgress *progress)
{
    if (!as_json && isatty(STDERR_FILENO))
        draw_progress();
    else if (as_json && g_get_monotonic_time() - progress->told >= G_TIME_SPAN_SECOND)
        print_progress_json(progress);
}

QvProgress *
qv_progress_new(const char *guest, const char *job)
{
    QvProgress *progress = g_new0(QvProgress, 1);

    progress->guest = g_strdup(guest);
    progress->job = g_strdup(job);
    progress->begun = g_get_monotonic_time();
    g_mutex_lock(&lock);
    if (jobs == NULL)
        jobs = g_ptr_array_new();
    g_ptr_array_add(jobs, progress);
    g_mutex_unlock(&lock);
    return progress;
}

void
qv_progress_free(QvProgress *progress)
{
    g_mutex_lock(&lock);
    if (as_json)
        print_progress_json(progress);
    g_ptr_array_remove(jobs, progress);
    if (drawn)
        draw_progress();
    if (jobs->len == 0)
        g_clear_pointer(&jobs, g_ptr_array_unref);
    g_mutex_unlock(&lock);
    g_free(progress->guest);
    g_free(progress->job);
    g_free(progress);
}

void
qv_progress_set(QvProgress *progress, guint64 done, guint64 total)
{
    g_mutex_lock(&lock);
    progress->done = done;
    progress->total = total;
    refresh_progress(progress);
    g_mutex_unlock(&lock);
}

void
qv_progress_hide(void)
{
    g_mutex_lock(&lock);
    erase();
    g_mutex_unlock(&lock);
}
