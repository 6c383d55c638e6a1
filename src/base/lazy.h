/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lazy: libraries that are loaded when a command first needs them. */
#pragma once

#include <glib.h>

/* A function, and where its address goes. lazy.sh makes tables of them, ended by a NULL name. */
typedef struct {
    const char *name;
    void **place;
} QvLazy;

/**
 * qv_lazy_load:
 * @library: its file, as libfoo.so.0
 *
 * Loads the library and finds the functions, in it or in what it needs itself.
 *
 * Returns: FALSE with @error (QV_ERROR_HOST) naming what is missing.
 */
gboolean qv_lazy_load(const char *library, const QvLazy *functions, GError **error);
