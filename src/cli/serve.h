/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serve: one document over HTTP, made anew for whoever asks. */
#pragma once

#include <glib.h>

/* Makes the document, in a thread; NULL with @error, which the client gets to read. */
typedef char *(*QvServeFunc)(gpointer data, GError **error);

/**
 * qv_serve_address:
 * @text: ADDRESS:PORT, the address in numbers or "localhost", IPv6 in brackets
 * @anywhere: whether an address that other machines reach is allowed
 *
 * Returns: FALSE with @error (QV_ERROR_USAGE).
 */
gboolean qv_serve_address(const char *text, gboolean anywhere, GError **error);

/**
 * qv_serve:
 * @address: one that qv_serve_address() took; port 0 is any that is free
 * @path: the document's path, as "/metrics"
 * @type: its media type
 * @make: makes it; is never called twice at a time: who asks meanwhile gets the same document
 * @ready: is called with the document's URL when it is served
 *
 * Serves the document until SIGINT or SIGTERM.
 *
 * Returns: FALSE with @error (QV_ERROR_FAILED where the port is taken).
 */
gboolean qv_serve(const char *address, const char *path, const char *type, QvServeFunc make,
                  void (*ready)(const char *url), gpointer data, GError **error);
