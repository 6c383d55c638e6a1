/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lazy: libraries that are loaded when a command first needs them. */
#pragma once

#include <glib.h>

/* A function, and where its address goes. lazy.sh makes tables of them, ended by a NULL name. */
typedef struct {
    const char *name;
    void **place;
} QvLazy;

/* A library, as lazy.sh defines it. */
typedef struct {
    const char *soname;
    const QvLazy *functions;
    gboolean loaded; /* from the beginning, where the program is linked with it */
} QvLibrary;

/* Tells packagers' tools, in the way of https://systemd.io/ELF_DLOPEN_METADATA/, which library may
   be loaded; the linker gathers the notes of all files. */
#define QV_LAZY_NOTE(name, json)                                                                   \
    __attribute__((used, section(".note.dlopen"), aligned(4))) static const struct {               \
        guint32 owner_size, json_size, type;                                                       \
        char owner[4];                                                                             \
        char text[(sizeof(json) + 3) / 4 * 4];                                                     \
    } qv_note_##name = {4, sizeof(json), 0x407c0c0a, "FDO", json}

/**
 * qv_lazy_load:
 * @code: the QvError to fail with
 *
 * Loads the library, unless it is, and finds the functions, in it or in what it needs itself.
 * Several threads may want it at the same time.
 *
 * Returns: FALSE with @error naming what is missing.
 */
gboolean qv_lazy_load(QvLibrary *library, int code, GError **error);
