/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guests: which guests a command acts on, and acting on several of them at once. */
#include <fnmatch.h>

#include "base/interrupt.h"
#include "cli/command.h"
#include "cli/hosts.h"
#include "hv/guest.h"

/* More would only queue up in the daemon, which has 20 workers for all of its clients. */
#define AT_ONCE 8

/* One command acting on its guests. */
typedef struct {
    QvCall *call;
    QvGuestFunc one;
    GMutex lock;
    GError *error; /* of the one that failed last */
} Round;

static void
add_guest_once(GPtrArray *guests, QvGuest *guest)
{
    for (guint i = 0; i < guests->len; i++) {
        if (qv_guest_is(guests->pdata[i], guest)) {
            qv_guest_unref(guest);
            return;
        }
    }
    g_ptr_array_add(guests, guest);
}

/* Adds the guests of one host whose name matches, alone or behind the host's: HOST/GUEST. */
static gboolean
add_matching(GPtrArray *guests, QvHost *host, const char *pattern, GError **error)
{
    QvConnection *connection = qv_host_connect(host, error);
    g_autoptr(GPtrArray) all = connection ? qv_guest_all(connection, error) : NULL;

    for (guint i = 0; all != NULL && i < all->len; i++) {
        const char *name = qv_guest_name(all->pdata[i]);
        g_autofree char *full = g_strconcat(host->name, "/", name, NULL);
        if (fnmatch(pattern, name, 0) == 0 || fnmatch(pattern, full, 0) == 0)
            add_guest_once(guests, qv_guest_ref(all->pdata[i]));
    }
    return all != NULL;
}

static gboolean
add_pattern(GPtrArray *guests, QvCall *call, const char *pattern, GError **error)
{
    guint before = guests->len;

    for (guint i = 0; i < call->hosts->len; i++)
        if (!add_matching(guests, call->hosts->pdata[i], pattern, error))
            return FALSE;
    if (guests->len == before && !qv_call_has(call, "all"))
        return qv_fail(error, QV_ERROR_NOT_FOUND,
                       _("no guest matches '%.64s'; 'qvirt list --all' lists them"), pattern);
    return TRUE;
}

static gboolean
add_guests_by_word(GPtrArray *guests, QvCall *call, const char *word, GError **error)
{
    g_autoptr(GError) none = NULL;
    QvGuest *guest = qv_call_guest(call, word, &none);

    if (guest != NULL)
        add_guest_once(guests, guest);
    else if (g_error_matches(none, QV_ERROR, QV_ERROR_NOT_FOUND) && strpbrk(word, "*?[") != NULL)
        return add_pattern(guests, call, word, error);
    else
        g_propagate_error(error, g_steal_pointer(&none));
    return guest != NULL;
}

static GPtrArray *
new_guests(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_unref);
}

GPtrArray *
qv_call_guests_named(QvCall *call, char **words, guint n, GError **error)
{
    g_autoptr(GPtrArray) guests = new_guests();

    for (guint i = 0; i < n; i++)
        if (!add_guests_by_word(guests, call, words[i], error))
            return NULL;
    return g_steal_pointer(&guests);
}

GPtrArray *
qv_call_guests(QvCall *call, GError **error)
{
    g_autoptr(GPtrArray) guests = new_guests();

    if (!qv_call_has(call, "all"))
        return qv_call_guests_named(call, call->arguments, g_strv_length(call->arguments), error);
    return add_pattern(guests, call, "*", error) ? g_steal_pointer(&guests) : NULL;
}

/* Each error is told as soon as a later one takes its place; the last is the command's own. */
static void
fail(Round *round, GError *error)
{
    g_mutex_lock(&round->lock);
    if (round->error != NULL)
        qv_complain(round->error);
    g_clear_error(&round->error);
    round->error = error;
    g_mutex_unlock(&round->lock);
}

static void
act_on_round_guest(gpointer guest, gpointer data)
{
    Round *round = data;
    GError *error = NULL;

    if (qv_interrupt_check(round->error == NULL ? &error : NULL) &&
        round->one(round->call, guest, &error))
        return;
    if (error != NULL)
        fail(round, error);
}

static void
act_on_all(Round *round, GPtrArray *guests)
{
    GThreadPool *pool = g_thread_pool_new(act_on_round_guest, round, AT_ONCE, FALSE, NULL);

    for (guint i = 0; i < guests->len; i++)
        g_thread_pool_push(pool, guests->pdata[i], NULL);
    g_thread_pool_free(pool, FALSE, TRUE);
}

gboolean
qv_call_each_of(QvCall *call, GPtrArray *guests, QvGuestFunc one, GError **error)
{
    Round round = {.call = call, .one = one};

    g_mutex_init(&round.lock);
    if (guests->len == 1)
        act_on_round_guest(guests->pdata[0], &round);
    else
        act_on_all(&round, guests);
    g_mutex_clear(&round.lock);
    if (round.error != NULL)
        g_propagate_error(error, round.error);
    return round.error == NULL;
}

gboolean
qv_call_each(QvCall *call, QvGuestFunc one, GError **error)
{
    g_autoptr(GPtrArray) guests = qv_call_guests(call, error);

    return guests != NULL && qv_call_each_of(call, guests, one, error);
}
