/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait: until guests are in a state, have an agent or have an address. */
#include "hv/event/wait.h"

#include <glib-unix.h>

#include "base/error.h"
#include "base/interrupt.h"
#include "hv/agent.h"
#include "hv/event/watch.h"
#include "hv/guest.h"
#include "hv/libvirt.h"

typedef struct {
    GPtrArray *missing; /* (element-type QvGuest): not there yet */
    QvUntil until;
    const char *lost; /* why the connection is, or NULL */
    gboolean late;
    gboolean look; /* ask for what no event tells */
} Waiting;

QvUntil
qv_until_parse(const char *name)
{
    g_auto(GStrv) names = g_strsplit(QV_UNTIL_CHOICES, "|", -1);
    QvUntil until = QV_UNTIL_RUNNING;

    while (names[until] != NULL && !g_str_equal(names[until], name))
        until++;
    return until;
}

/* What an event says is met; a QEMU that dies is a failure to the event, and a crash to the state.
 */
static const struct {
    const char *event, *detail;
    QvUntil until;
} met_by[] = {
    {"started", NULL, QV_UNTIL_RUNNING},     {"resumed", NULL, QV_UNTIL_RUNNING},
    {"stopped", NULL, QV_UNTIL_OFF},         {"suspended", NULL, QV_UNTIL_PAUSED},
    {"crashed", NULL, QV_UNTIL_CRASHED},     {"stopped", "crashed", QV_UNTIL_CRASHED},
    {"stopped", "failed", QV_UNTIL_CRASHED},
};

static gboolean
is_met_by_event(QvUntil until, const QvEvent *event)
{
    for (gsize i = 0; i < G_N_ELEMENTS(met_by); i++)
        if (met_by[i].until == until && g_str_equal(met_by[i].event, event->event) &&
            (met_by[i].detail == NULL || g_strcmp0(met_by[i].detail, event->detail) == 0))
            return TRUE;
    return FALSE;
}

static gboolean
is_met_by_state(QvUntil until, int state, int reason)
{
    switch (until) {
    case QV_UNTIL_RUNNING:
        return state == VIR_DOMAIN_RUNNING || state == VIR_DOMAIN_BLOCKED;
    case QV_UNTIL_OFF:
        return state == VIR_DOMAIN_SHUTOFF || state == VIR_DOMAIN_CRASHED;
    case QV_UNTIL_PAUSED:
        return state == VIR_DOMAIN_PAUSED;
    default:
        return state == VIR_DOMAIN_CRASHED ||
               (state == VIR_DOMAIN_SHUTOFF && reason == VIR_DOMAIN_SHUTOFF_CRASHED) ||
               (state == VIR_DOMAIN_PAUSED && reason == VIR_DOMAIN_PAUSED_CRASHED);
    }
}

static void
on_awaited_event(QvEvent *event, gpointer data)
{
    Waiting *waiting = data;

    if (g_str_equal(event->kind, "agent-lifecycle"))
        waiting->look = TRUE;
    for (guint i = waiting->missing->len; i-- > 0;)
        if (is_met_by_event(waiting->until, event) &&
            qv_event_is_about(event, waiting->missing->pdata[i]))
            g_ptr_array_remove_index(waiting->missing, i);
    qv_event_free(event);
}

static void
on_wait_close(const char *reason, gpointer data)
{
    ((Waiting *)data)->lost = reason;
}

static gboolean
on_time(gpointer flag)
{
    *(gboolean *)flag = TRUE;
    return G_SOURCE_CONTINUE;
}

static gboolean
on_wait_signal(int descriptor G_GNUC_UNUSED, GIOCondition condition G_GNUC_UNUSED,
               gpointer data G_GNUC_UNUSED)
{
    return G_SOURCE_REMOVE;
}

/* A transient guest that stops is no more. */
static gboolean
is_gone(QvUntil until, QvGuest *guest, gboolean *met, GError **error)
{
    if (virGetLastErrorCode() != VIR_ERR_NO_DOMAIN)
        return qv_libvirt_fail(error);
    *met = until == QV_UNTIL_OFF;
    return *met ||
           qv_fail(error, QV_ERROR_NOT_FOUND, _("guest '%s' is no more"), virDomainGetName(guest));
}

/* Sets @met; FALSE with @error where it can never be. */
static gboolean
ask_wait_condition(QvUntil until, QvGuest *guest, gboolean *met, GError **error)
{
    g_autoptr(GError) reason = NULL;
    int state, detail;

    if (virDomainGetState(guest, &state, &detail, 0) < 0)
        return is_gone(until, guest, met, error);
    if (until < QV_UNTIL_AGENT) {
        *met = is_met_by_state(until, state, detail);
        return TRUE;
    }
    *met = FALSE;
    if (state != VIR_DOMAIN_RUNNING)
        return TRUE;
    if (until == QV_UNTIL_IP) {
        *met = qv_agent_has_address(guest);
        return TRUE;
    }
    *met = qv_agent_ping(guest, 2, &reason);
    if (!g_error_matches(reason, QV_ERROR, QV_ERROR_HOST))
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}

static gboolean
check_awaited_guests(Waiting *waiting, GError **error)
{
    gboolean met = FALSE;

    waiting->look = FALSE;
    for (guint i = waiting->missing->len; i-- > 0;) {
        if (!ask_wait_condition(waiting->until, waiting->missing->pdata[i], &met, error))
            return FALSE;
        if (met)
            g_ptr_array_remove_index(waiting->missing, i);
    }
    return TRUE;
}

static gboolean
fail_wait_timeout(Waiting *waiting, guint seconds, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    g_auto(GStrv) conditions = g_strsplit(QV_UNTIL_CHOICES, "|", -1);

    for (guint i = 0; i < waiting->missing->len; i++)
        g_string_append_printf(names, "%s'%s'", i ? ", " : "",
                               virDomainGetName(waiting->missing->pdata[i]));
    return qv_fail(error, QV_ERROR_TIMEOUT, _("guest %s: not %s within %u seconds"), names->str,
                   conditions[waiting->until], seconds);
}

static gboolean
loop(Waiting *waiting, guint seconds, GError **error)
{
    if (!check_awaited_guests(waiting, error))
        return FALSE;
    while (waiting->missing->len > 0) {
        if (!qv_interrupt_check(error))
            return FALSE;
        if (waiting->lost != NULL)
            return qv_fail(error, QV_ERROR_CONNECT, _("the connection is lost: %s"),
                           _(waiting->lost));
        if (waiting->late)
            return fail_wait_timeout(waiting, seconds, error);
        g_main_context_iteration(NULL, TRUE);
        if (waiting->look && !check_awaited_guests(waiting, error))
            return FALSE;
    }
    return TRUE;
}

static void
remove_sources(const guint *sources, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (sources[i] != 0 && g_main_context_find_source_by_id(NULL, sources[i]) != NULL)
            g_source_remove(sources[i]);
}

/* Events first, then the first look: nothing falls in between. */
static gboolean
wait_for_guests(GPtrArray *guests, Waiting *waiting, guint seconds, GError **error)
{
    QvObjects agent = waiting->until == QV_UNTIL_AGENT ? QV_GUEST_AGENT : (QvObjects)0;
    const QvWatchFor what = {.objects = QV_GUEST_LIFECYCLE | agent,
                             .on_event = on_awaited_event,
                             .on_close = on_wait_close,
                             .data = waiting};
    g_autoptr(GPtrArray) watches = qv_event_watch_all(guests, &what, error);
    gboolean done;

    if (watches == NULL)
        return FALSE;
    const guint sources[] = {
        seconds ? g_timeout_add_seconds(seconds, on_time, &waiting->late) : 0,
        waiting->until >= QV_UNTIL_AGENT ? g_timeout_add_seconds(1, on_time, &waiting->look) : 0,
        g_unix_fd_add(qv_interrupt_descriptor(), G_IO_IN, on_wait_signal, NULL),
    };
    done = loop(waiting, seconds, error);
    remove_sources(sources, G_N_ELEMENTS(sources));
    return done;
}

gboolean
qv_wait(GPtrArray *guests, QvUntil until, guint seconds, GError **error)
{
    g_autoptr(GPtrArray) missing = g_ptr_array_copy(guests, NULL, NULL);
    Waiting waiting = {.missing = missing, .until = until};

    g_ptr_array_set_free_func(missing, NULL);
    return wait_for_guests(guests, &waiting, seconds, error);
}
