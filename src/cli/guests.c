/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guests: the guests that a command acts on, and acting on several of them at once. */
#include "base/fan-out.h"
#include "base/interrupt.h"
#include "cli/select.h"

/* More would only queue up in the daemon, which has 20 workers for all of its clients. */
#define AT_ONCE 8

/* How long, in microseconds, what is said of a guest waits for what is said of those before it. */
#define PATIENCE (G_USEC_PER_SEC / 2)

/* One guest that a command acts on. */
typedef struct {
    QvCall *call;
    QvGuestFunc one;
    QvGuest *guest;
    QvSaid *said;
    gboolean skipped; /* after an interrupt, which is the error */
    GError *error;
} Turn;

/* ---- which guests ---- */

static gpointer
select_on_host(QvHost *host, gpointer data, GError **error)
{
    static const QvSelectAsk ask = {.all = TRUE};

    return qv_select_on(data, host->connection, host->name, &ask, error);
}

static GPtrArray *
find_guests(QvCall *call, char **words, guint n, gboolean literal, GError **error)
{
    g_autoptr(QvSelect) select = qv_select_new(call, words, n, literal, error);

    if (select == NULL)
        return NULL;
    g_autoptr(GPtrArray) hosts = qv_select_hosts(select, call->hosts);
    g_autoptr(GPtrArray) answers =
        qv_hosts_ask(hosts, select_on_host, select, (GDestroyNotify)qv_selected_free);
    qv_select_tell(select);
    return qv_select_guests(select, answers, error);
}

QvGuest *
qv_call_guest(QvCall *call, const char *word, GError **error)
{
    g_autoptr(GPtrArray) guests = find_guests(call, (char **)&word, 1, TRUE, error);

    return guests ? qv_guest_ref(guests->pdata[0]) : NULL;
}

GPtrArray *
qv_call_guests_named(QvCall *call, char **words, guint n, GError **error)
{
    return find_guests(call, words, n, FALSE, error);
}

GPtrArray *
qv_call_guests(QvCall *call, GError **error)
{
    guint n = call->arguments ? g_strv_length(call->arguments) : 0;

    return find_guests(call, call->arguments, n, FALSE, error);
}

/* ---- acting on them ---- */

static void
act_on_guest(gpointer data)
{
    Turn *turn = data;

    qv_said_hold(turn->said);
    turn->skipped = !qv_interrupt_check(&turn->error);
    if (!turn->skipped)
        turn->one(turn->call, turn->guest, &turn->error);
    qv_said_hold(NULL);
}

/* Waits for the guest at @place. Those behind it that are done wait with it, but not for long. */
static void
await_turn(QvFanOut *fan, Turn *turns, guint n, guint place)
{
    qv_said_release(turns[place].said);
    while (!qv_fan_out_wait(fan, place, g_get_monotonic_time() + PATIENCE))
        for (guint i = place + 1; i < n; i++)
            if (!qv_fan_out_is_busy(fan, i))
                qv_said_release(turns[i].said);
}

/* Each error is told as soon as a later one takes its place; the last is the command's own. */
static void
take_error(Turn *turn, GError **last)
{
    if (turn->error == NULL || (turn->skipped && *last != NULL))
        return;
    if (*last != NULL)
        qv_complain(*last);
    g_clear_error(last);
    *last = g_steal_pointer(&turn->error);
}

static void
act_on_all(Turn *turns, guint n, GError **last)
{
    g_autoptr(QvFanOut) fan = qv_fan_out_new(n, AT_ONCE);

    for (guint i = 0; i < n; i++)
        qv_fan_out_begin(fan, i, act_on_guest, &turns[i], NULL);
    for (guint i = 0; i < n; i++) {
        await_turn(fan, turns, n, i);
        take_error(&turns[i], last);
    }
}

static Turn *
new_turns(QvCall *call, GPtrArray *guests, QvGuestFunc one)
{
    Turn *turns = g_new0(Turn, guests->len);

    for (guint i = 0; i < guests->len; i++)
        turns[i] = (Turn){.call = call,
                          .one = one,
                          .guest = guests->pdata[i],
                          .said = guests->len > 1 ? qv_said_new() : NULL};
    return turns;
}

gboolean
qv_call_each_of(QvCall *call, GPtrArray *guests, QvGuestFunc one, GError **error)
{
    g_autofree Turn *turns = new_turns(call, guests, one);
    GError *last = NULL;

    if (guests->len == 1) {
        act_on_guest(turns);
        take_error(turns, &last);
    } else {
        act_on_all(turns, guests->len, &last);
    }
    for (guint i = 0; i < guests->len; i++) {
        g_clear_error(&turns[i].error);
        g_clear_pointer(&turns[i].said, qv_said_free);
    }
    if (last != NULL)
        g_propagate_error(error, last);
    return last == NULL;
}

gboolean
qv_call_each(QvCall *call, QvGuestFunc one, GError **error)
{
    g_autoptr(GPtrArray) guests = qv_call_guests(call, error);

    return guests != NULL && qv_call_each_of(call, guests, one, error);
}
