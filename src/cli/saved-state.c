/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* saved-state: what save and restore share. */
#include "cli/saved-state.h"

QvSave
qv_saved_how(QvCall *call)
{
    return (qv_call_has(call, "bypass-cache") ? QV_SAVE_UNCACHED : 0) |
           (qv_call_has(call, "running") ? QV_SAVE_RUNNING : 0) |
           (qv_call_has(call, "paused") ? QV_SAVE_PAUSED : 0);
}

char *
qv_saved_file(QvCall *call)
{
    g_autofree char *word = qv_call_get(call, "file");

    return word != NULL ? g_canonicalize_filename(word, NULL) : NULL;
}

gboolean
qv_saved_check(QvCall *call, GError **error)
{
    if (qv_call_has(call, "paused") && qv_call_has(call, "running"))
        return qv_fail(error, QV_ERROR_USAGE, _("--paused and --running do not go together"));
    return TRUE;
}
