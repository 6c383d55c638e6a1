/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* saved-state: what save and restore share. */
#pragma once

#include "cli/call.h"
#include "hv/power.h"

/* The options of both. */
#define QV_SAVED_OPTIONS                                                                           \
    {.name = "file",                                                                               \
     .value = N_("FILE"),                                                                          \
     .parse = qv_value_text,                                                                       \
     .help = N_("a file on the hypervisor's host, in place of libvirt's own")},                    \
        {.name = "bypass-cache",                                                                   \
         .parse = qv_value_text,                                                                   \
         .help = N_("spare the host's page cache")},                                               \
        {.name = "paused",                                                                         \
         .parse = qv_value_text,                                                                   \
         .help = N_("when it goes on, it stands still until 'resume'")},                           \
    {                                                                                              \
        .name = "running", .parse = qv_value_text,                                                 \
        .help = N_("when it goes on, it runs, even if it was paused")                              \
    }

/** qv_saved_how: what the options say of the saved state. */
QvSave qv_saved_how(QvCall *call);

/** qv_saved_file: (transfer full) (nullable): the absolute path that --file names. */
char *qv_saved_file(QvCall *call);

/** qv_saved_check: FALSE with @error (QV_ERROR_USAGE) where options contradict each other. */
gboolean qv_saved_check(QvCall *call, GError **error);
