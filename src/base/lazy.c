/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lazy: libraries that are loaded when a command first needs them. */
#include "base/lazy.h"

#include <dlfcn.h>

#include "base/error.h"

gboolean
qv_lazy_load(const char *library, const QvLazy *functions, GError **error)
{
    void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);

    if (handle == NULL)
        return qv_fail(error, QV_ERROR_HOST, _("cannot load %s"), dlerror());
    for (; functions->name != NULL; functions++) {
        *functions->place = dlsym(handle, functions->name);
        if (*functions->place == NULL)
            return qv_fail(error, QV_ERROR_HOST, _("this %s has no %s"), library, functions->name);
    }
    return TRUE;
}
