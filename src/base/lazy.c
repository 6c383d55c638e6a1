/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lazy: libraries that are loaded when a command first needs them. */
#include "base/lazy.h"

#include <dlfcn.h>

#include "base/error.h"

static gboolean
find_functions(const QvLibrary *library, int code, GError **error)
{
    void *handle = dlopen(library->soname, RTLD_LAZY | RTLD_LOCAL);

    if (handle == NULL)
        return qv_fail(error, code, _("cannot load %s"), dlerror());
    for (const QvLazy *one = library->functions; one->name != NULL; one++) {
        *one->place = dlsym(handle, one->name);
        if (*one->place == NULL)
            return qv_fail(error, code, _("this %s has no %s"), library->soname, one->name);
    }
    return TRUE;
}

gboolean
qv_lazy_load(QvLibrary *library, int code, GError **error)
{
    static GMutex lock;
    gboolean loaded;

    g_mutex_lock(&lock);
    library->loaded = library->loaded || find_functions(library, code, error);
    loaded = library->loaded;
    g_mutex_unlock(&lock);
    return loaded;
}
