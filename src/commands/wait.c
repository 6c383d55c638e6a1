/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait: until guests run, are off, have an address and the like. */
#include "hv/wait.h"

#include "commands/command.h"
#include "core/interrupt.h"
#include "hv/event.h"
#include "hv/guest.h"

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
run(QvCall *call, GError **error)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_unref);
    g_autofree char *until = qv_call_get(call, "for");
    QvConnection *connection = qv_event_prepare(error) ? qv_call_connection(call, error) : NULL;

    if (connection == NULL)
        return FALSE;
    for (char **word = call->arguments; *word != NULL; word++) {
        QvGuest *guest = qv_guest_find(connection, *word, error);
        if (guest == NULL)
            return FALSE;
        g_ptr_array_add(guests, guest);
    }
    qv_interrupt_catch();
    return qv_wait(guests, qv_until_parse(until ? until : "running"),
                   qv_call_number(call, "timeout", 60), error);
}

const QvCommand qv_cmd_wait = {
    .name = "wait",
    .arguments = N_("GUEST…"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("wait until guests run, are off, have an agent or an address"),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run,
};
