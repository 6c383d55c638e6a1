/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait: until guests run, are off, have an address and the like. */
#include "cli/wait-option.h"

#include "base/interrupt.h"
#include "hv/event/wait.h"
#include "hv/event/watch.h"

static const QvSetting options[] = {
    {.name = "for",
     .value = QV_UNTIL_CHOICES,
     .choices = QV_UNTIL_CHOICES,
     .parse = qv_value_choice,
     .help = N_("what to wait for; 'running' where it is not given")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long at most, 0 for no bound; 60 where it is not given")},
    {.name = NULL},
};

static gboolean
run_wait(QvCall *call, GError **error)
{
    g_autoptr(GPtrArray) guests = qv_event_prepare(error) ? qv_call_guests(call, error) : NULL;

    qv_interrupt_catch();
    return guests != NULL && qv_call_wait_for(call, guests, "for", error);
}

const QvCommand qv_cmd_wait = {
    .name = "wait",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("wait until guests run, are off, have an agent or an address"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = options,
    .run = run_wait,
};
