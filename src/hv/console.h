/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* console: a byte stream to a guest's serial port. */
#pragma once

#include "hv/connection.h"

typedef struct QvConsole QvConsole;

/* All are called from the default GMainContext; none may free the console. */
typedef struct {
    void (*data)(const char *bytes, gsize n, gpointer user);
    /* Once: the guest closed it, as it does when it ends, or libvirt broke it off. */
    void (*end)(gboolean aborted, gpointer user);
} QvConsoleEvents;

/**
 * qv_console_open:
 * @guest: of a connection that was opened after qv_event_prepare()
 * @device: (nullable): the alias of a serial port; NULL for the first
 * @force: take it from whoever has it
 * @events: what to call; not copied
 *
 * Returns: (transfer full): the console; NULL with @error.
 */
QvConsole *qv_console_open(QvGuest *guest, const char *device, gboolean force,
                           const QvConsoleEvents *events, gpointer user, GError **error);

/** qv_console_close: ends the stream. */
void qv_console_close(QvConsole *console);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvConsole, qv_console_close)

/** qv_console_send: sends bytes, as fast as the guest takes them. */
void qv_console_send(QvConsole *console, const char *bytes, gsize n);

/** qv_console_pending: how many bytes the guest has not taken yet. */
gsize qv_console_pending(QvConsole *console);
