/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt: loads the library and hands on its errors. */
#include "hv/libvirt.h"

#include <dlfcn.h>

#include "core/error.h"

struct qv_lazy qv_lazy;

static const struct {
    const char *name;
    void **place;
    const char *library;
} functions[] = {
#define X(function, library) {#function, (void **)&qv_lazy.p_##function, library},
    QV_LAZY_NAMES
#undef X
};

static void
stay_quiet(void *data G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}

static gboolean
load(const char *name, GError **error)
{
    void *library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);

    if (library == NULL)
        return qv_fail(error, QV_ERROR_CONNECT, _("cannot load libvirt: %s"), dlerror());
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++) {
        if (!g_str_equal(functions[i].library, name))
            continue;
        *functions[i].place = dlsym(library, functions[i].name);
        if (*functions[i].place == NULL)
            return qv_fail(error, QV_ERROR_CONNECT, _("this libvirt has no %s"), functions[i].name);
    }
    return TRUE;
}

/* Several threads may want it at the same time. */
static gboolean
load_once(gboolean *loaded, const char *name, GError **error)
{
    static GMutex lock;

    g_mutex_lock(&lock);
    *loaded = *loaded || load(name, error);
    g_mutex_unlock(&lock);
    return *loaded;
}

gboolean
qv_libvirt_load(GError **error)
{
    static gboolean loaded;

    if (!load_once(&loaded, "libvirt.so.0", error))
        return FALSE;
    virSetErrorFunc(NULL, stay_quiet);
    return TRUE;
}

gboolean
qv_libvirt_load_qemu(GError **error)
{
    static gboolean loaded;

    return load_once(&loaded, "libvirt-qemu.so.0", error);
}

gboolean
qv_libvirt_fail(GError **error)
{
    const virError *last = virGetLastError();
    g_autofree char *text = g_strdup(last ? last->message : NULL);

    /* Some reasons are whole logs; a message is one line. */
    g_set_error_literal(error, QV_LIBVIRT_ERROR, last ? last->code : 0,
                        text ? g_strdelimit(g_strchomp(text), "\n", ' ')
                             : _("libvirt gave no reason"));
    return FALSE;
}
