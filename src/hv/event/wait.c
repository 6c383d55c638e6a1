/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait: until guests are in a state, have an agent or have an address. */
#include "hv/event/wait.h"

#include <glib-unix.h>

#include "base/error.h"
#include "base/interrupt.h"
#include "hv/agent.h"
#include "hv/guest.h"
#include "hv/libvirt.h"

typedef struct {
    GArray *links;
    GPtrArray *missing; /* (element-type QvGuest): not there yet */
    QvUntil until;
    const char *lost; /* why the connection is, or NULL */
    gboolean late;
    gboolean look; /* ask for what no event tells */
} Waiting;

/* A connection that events come from. */
typedef struct {
    virConnect *connection;
    int lifecycle, agent; /* libvirt's ids; -1 for none */
    gboolean closing;     /* whether its end is told */
} Link;

QvUntil
qv_until_parse(const char *name)
{
    g_auto(GStrv) names = g_strsplit(QV_UNTIL_CHOICES, "|", -1);
    QvUntil until = QV_UNTIL_RUNNING;

    while (names[until] != NULL && !g_str_equal(names[until], name))
        until++;
    return until;
}

static gboolean
is_met_by_event(QvUntil until, int event, int detail)
{
    switch (until) {
    case QV_UNTIL_RUNNING:
        return event == VIR_DOMAIN_EVENT_STARTED || event == VIR_DOMAIN_EVENT_RESUMED;
    case QV_UNTIL_OFF:
        return event == VIR_DOMAIN_EVENT_STOPPED;
    case QV_UNTIL_PAUSED:
        return event == VIR_DOMAIN_EVENT_SUSPENDED;
    case QV_UNTIL_CRASHED:
        /* A QEMU that dies is a failure to the event, and a crash to the state. */
        return event == VIR_DOMAIN_EVENT_CRASHED ||
               (event == VIR_DOMAIN_EVENT_STOPPED && (detail == VIR_DOMAIN_EVENT_STOPPED_CRASHED ||
                                                      detail == VIR_DOMAIN_EVENT_STOPPED_FAILED));
    default:
        return FALSE;
    }
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

static gboolean
is_same_awaited(gconstpointer one, gconstpointer other)
{
    return qv_guest_is((QvGuest *)one, (QvGuest *)other);
}

static int
on_awaited_lifecycle(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int event,
                     int detail, void *data)
{
    Waiting *waiting = data;
    guint i;

    if (g_ptr_array_find_with_equal_func(waiting->missing, guest, is_same_awaited, &i) &&
        is_met_by_event(waiting->until, event, detail))
        g_ptr_array_remove_index(waiting->missing, i);
    return 0;
}

static void
on_awaited_agent(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest G_GNUC_UNUSED,
                 int state G_GNUC_UNUSED, int reason G_GNUC_UNUSED, void *data)
{
    ((Waiting *)data)->look = TRUE;
}

static void
on_wait_close(virConnectPtr connection G_GNUC_UNUSED, int reason, void *data)
{
    ((Waiting *)data)->lost = reason == VIR_CONNECT_CLOSE_REASON_KEEPALIVE
                                  ? _("the daemon does not answer")
                                  : _("the daemon is gone");
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
            return qv_fail(error, QV_ERROR_CONNECT, _("the connection is lost: %s"), waiting->lost);
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

static void
end_wait_link(gpointer data)
{
    Link *link = data;

    virConnectDomainEventDeregisterAny(link->connection, link->lifecycle);
    if (link->agent >= 0)
        virConnectDomainEventDeregisterAny(link->connection, link->agent);
    if (link->closing)
        virConnectUnregisterCloseCallback(link->connection, on_wait_close);
}

static gboolean
add_wait_link(Waiting *waiting, virConnect *connection, GError **error)
{
    Link link = {.connection = connection, .agent = -1};

    link.lifecycle = virConnectDomainEventRegisterAny(
        connection, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
        VIR_DOMAIN_EVENT_CALLBACK(on_awaited_lifecycle), waiting, NULL);
    if (link.lifecycle < 0)
        return qv_libvirt_fail(error);
    /* Drivers without a daemon or without agents have none of these. */
    if (waiting->until == QV_UNTIL_AGENT)
        link.agent = virConnectDomainEventRegisterAny(
            connection, NULL, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
            VIR_DOMAIN_EVENT_CALLBACK(on_awaited_agent), waiting, NULL);
    link.closing = virConnectRegisterCloseCallback(connection, on_wait_close, waiting, NULL) == 0;
    qv_connection_keep_alive(connection);
    g_array_append_val(waiting->links, link);
    return TRUE;
}

/* Events first, then the first look: nothing falls in between. */
static gboolean
wait_on(GPtrArray *connections, Waiting *waiting, guint seconds, GError **error)
{
    gboolean done;

    for (guint i = 0; i < connections->len; i++)
        if (!add_wait_link(waiting, connections->pdata[i], error))
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
    g_autoptr(GPtrArray) connections = qv_guest_connections(guests);
    g_autoptr(GPtrArray) missing = g_ptr_array_copy(guests, NULL, NULL);
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(Link));
    Waiting waiting = {.links = links, .missing = missing, .until = until};

    g_ptr_array_set_free_func(missing, NULL);
    g_array_set_clear_func(links, end_wait_link);
    return wait_on(connections, &waiting, seconds, error);
}
