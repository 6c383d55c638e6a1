/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait: until guests run, are off, have an address and the like. */
#include "commands/wait.h"

#include "core/interrupt.h"
#include "hv/event.h"
#include "hv/wait.h"

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

/* Waits for what the option called @name says. */
static gboolean
wait_for(QvCall *call, GPtrArray *guests, const char *name, GError **error)
{
    g_autofree char *until = qv_call_get(call, name);

    return qv_wait(guests, qv_until_parse(until ? until : "running"),
                   qv_call_number(call, "timeout", 60), error);
}

gboolean
qv_call_wait(QvCall *call, GPtrArray *guests, GError **error)
{
    return !qv_call_has(call, "wait") || wait_for(call, guests, "wait", error);
}

/* Whoever does not wait needs none of the libraries for it. */
gboolean
qv_call_each_then_wait(QvCall *call, QvGuestFunc one, GError **error)
{
    g_autoptr(GPtrArray) guests = NULL;

    if (qv_call_has(call, "wait") && !qv_event_prepare(error))
        return FALSE;
    guests = qv_call_guests(call, error);
    qv_interrupt_catch();
    return guests != NULL && qv_call_each_of(call, guests, one, error) &&
           qv_call_wait(call, guests, error);
}

static gboolean
run(QvCall *call, GError **error)
{
    g_autoptr(GPtrArray) guests = qv_event_prepare(error) ? qv_call_guests(call, error) : NULL;

    qv_interrupt_catch();
    return guests != NULL && wait_for(call, guests, "for", error);
}

const QvCommand qv_cmd_wait = {
    .name = "wait",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("wait until guests run, are off, have an agent or an address"),
    .flags = QV_CONNECTS | QV_GUESTS,
    .options = options,
    .run = run,
};
