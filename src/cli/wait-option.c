/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait-option: --wait of the commands that have guests run. */
#include "cli/wait-option.h"

#include "base/interrupt.h"
#include "hv/event/wait.h"
#include "hv/event/watch.h"

gboolean
qv_call_wait_for(QvCall *call, GPtrArray *guests, const char *name, GError **error)
{
    g_autofree char *until = qv_call_get(call, name);

    return qv_wait(guests, qv_until_parse(until ? until : "running"),
                   qv_call_number(call, "timeout", 60), error);
}

gboolean
qv_call_wait(QvCall *call, GPtrArray *guests, GError **error)
{
    return !qv_call_has(call, "wait") || qv_call_wait_for(call, guests, "wait", error);
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
