/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* console: a byte stream to a guest's serial port. */
#include "hv/console.h"

#include "base/error.h"
#include "hv/libvirt.h"

struct QvConsole {
    virStream *stream;
    GByteArray *pending;
    const QvConsoleEvents *events;
    gpointer user;
    gboolean over;
};

static void
watch_console_stream(QvConsole *console)
{
    virStreamEventUpdateCallback(console->stream,
                                 VIR_STREAM_EVENT_READABLE |
                                     (console->pending->len > 0 ? VIR_STREAM_EVENT_WRITABLE : 0));
}

static void
end_console_stream(QvConsole *console, gboolean aborted)
{
    if (console->over)
        return;
    console->over = TRUE;
    virStreamEventRemoveCallback(console->stream);
    console->events->end(aborted, console->user);
}

static void
receive_console_data(QvConsole *console)
{
    char bytes[4096];
    int n = virStreamRecv(console->stream, bytes, sizeof bytes);

    if (n > 0)
        console->events->data(bytes, (gsize)n, console->user);
    else if (n != -2) /* would block */
        end_console_stream(console, n < 0);
}

static void
flush_console_input(QvConsole *console)
{
    int n =
        virStreamSend(console->stream, (const char *)console->pending->data, console->pending->len);

    if (n >= 0)
        g_byte_array_remove_range(console->pending, 0, (guint)n);
    else if (n != -2)
        end_console_stream(console, TRUE);
}

static void
on_stream(virStreamPtr stream G_GNUC_UNUSED, int events, void *data)
{
    QvConsole *console = data;

    if (!console->over && (events & VIR_STREAM_EVENT_READABLE))
        receive_console_data(console);
    if (!console->over && (events & VIR_STREAM_EVENT_WRITABLE) && console->pending->len > 0)
        flush_console_input(console);
    if (!console->over && (events & (VIR_STREAM_EVENT_ERROR | VIR_STREAM_EVENT_HANGUP)))
        end_console_stream(console, (events & VIR_STREAM_EVENT_ERROR) != 0);
    if (!console->over)
        watch_console_stream(console);
}

static gboolean
cannot_open(QvGuest *guest, GError **error)
{
    gboolean busy = virGetLastErrorCode() == VIR_ERR_OPERATION_FAILED;

    qv_libvirt_fail(error);
    g_prefix_error(error, _("cannot open a console of guest '%s': "), virDomainGetName(guest));
    if (busy && error != NULL) {
        g_autofree char *text = g_steal_pointer(&(*error)->message);
        (*error)->message = g_strconcat(text, _("; --force takes it over"), NULL);
    }
    return FALSE;
}

/* Not every driver keeps two sessions apart; where it cannot, there is no more to be had. */
static gboolean
open_stream(QvGuest *guest, const char *device, gboolean force, virStream *stream)
{
    unsigned int flags = force ? VIR_DOMAIN_CONSOLE_FORCE : VIR_DOMAIN_CONSOLE_SAFE;

    if (virDomainOpenConsole(guest, device, stream, flags) == 0)
        return TRUE;
    return virGetLastErrorCode() == VIR_ERR_INVALID_ARG &&
           virDomainOpenConsole(guest, device, stream, 0) == 0;
}

QvConsole *
qv_console_open(QvGuest *guest, const char *device, gboolean force, const QvConsoleEvents *events,
                gpointer user, GError **error)
{
    virStream *stream = virStreamNew(virDomainGetConnect(guest), VIR_STREAM_NONBLOCK);
    g_autoptr(QvConsole) console = g_new0(QvConsole, 1);

    console->stream = stream;
    console->pending = g_byte_array_new();
    console->events = events;
    console->user = user;
    if (stream == NULL || !open_stream(guest, device, force, stream)) {
        console->over = TRUE;
        cannot_open(guest, error);
        return NULL;
    }
    if (virStreamEventAddCallback(stream, VIR_STREAM_EVENT_READABLE, on_stream, console, NULL) <
        0) {
        console->over = TRUE;
        qv_libvirt_fail(error);
        return NULL;
    }
    return g_steal_pointer(&console);
}

void
qv_console_close(QvConsole *console)
{
    if (!console->over)
        virStreamEventRemoveCallback(console->stream);
    if (console->stream != NULL) {
        virStreamAbort(console->stream);
        virStreamFree(console->stream);
    }
    g_byte_array_unref(console->pending);
    g_free(console);
}

void
qv_console_send(QvConsole *console, const char *bytes, gsize n)
{
    if (console->over)
        return;
    g_byte_array_append(console->pending, (const guint8 *)bytes, (guint)n);
    watch_console_stream(console);
}

gsize
qv_console_pending(QvConsole *console)
{
    return console->over ? 0 : console->pending->len;
}
