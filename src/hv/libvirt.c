/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt: loads the library and hands on its errors. */
#include "hv/libvirt.h"

#include <dlfcn.h>

#include "core/error.h"

struct qv_lazy qv_lazy;

/* Where to look, libvirt-glib first: it brings libvirt with it. */
static const char *const libraries[] = {"libvirt-glib-1.0.so.0", "libvirt.so.0"};

static const struct {
    const char *name;
    void **place;
} functions[] = {
#define X(function) {#function, (void **)&qv_lazy.p_##function},
    QV_LAZY_NAMES
#undef X
};

static void
stay_quiet(void *data G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}

static void *
find(void *const *handles, const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(libraries); i++) {
        void *place = dlsym(handles[i], name);
        if (place != NULL)
            return place;
    }
    return NULL;
}

gboolean
qv_libvirt_load(GError **error)
{
    static gboolean loaded;
    void *handles[G_N_ELEMENTS(libraries)];

    if (loaded)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(libraries); i++) {
        handles[i] = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
        if (handles[i] == NULL)
            return qv_fail(error, QV_ERROR_CONNECT, _("cannot load libvirt: %s"), dlerror());
    }
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++) {
        *functions[i].place = find(handles, functions[i].name);
        if (*functions[i].place == NULL)
            return qv_fail(error, QV_ERROR_CONNECT, _("this libvirt has no %s"), functions[i].name);
    }
    virSetErrorFunc(NULL, stay_quiet);
    loaded = TRUE;
    return TRUE;
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
