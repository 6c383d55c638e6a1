/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reboot: asks guests to reboot, and sees that they do. */
#include "hv/event/reboot.h"

#include "base/error.h"
#include "base/interrupt.h"
#include "hv/event/watch.h"
#include "hv/guest.h"
#include "hv/libvirt.h"

#define TICK (100 * G_TIME_SPAN_MILLISECOND)

struct QvReboots {
    GArray *links;
    QvServer *server;
    GMutex lock;
    GCond happened;
    GPtrArray *seen; /* (element-type QvGuest): those that rebooted since they were asked */
};

/* A connection that tells of reboots. */
typedef struct {
    virConnect *connection;
    int callback;
} Link;

static void
end_reboot_link(gpointer data)
{
    Link *link = data;

    virConnectDomainEventDeregisterAny(link->connection, link->callback);
}

static gboolean
is_same_rebooted(gconstpointer one, gconstpointer other)
{
    return qv_guest_is((QvGuest *)one, (QvGuest *)other);
}

static void
on_seen_reboot(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, void *data)
{
    QvReboots *reboots = data;

    g_mutex_lock(&reboots->lock);
    if (!g_ptr_array_find_with_equal_func(reboots->seen, guest, is_same_rebooted, NULL))
        g_ptr_array_add(reboots->seen, qv_guest_ref(guest));
    g_cond_broadcast(&reboots->happened);
    g_mutex_unlock(&reboots->lock);
}

static gboolean
add_reboot_link(QvReboots *reboots, virConnect *connection, GError **error)
{
    Link link = {.connection = connection};

    link.callback =
        virConnectDomainEventRegisterAny(connection, NULL, VIR_DOMAIN_EVENT_ID_REBOOT,
                                         VIR_DOMAIN_EVENT_CALLBACK(on_seen_reboot), reboots, NULL);
    if (link.callback < 0)
        return qv_libvirt_fail(error);
    g_array_append_val(reboots->links, link);
    return TRUE;
}

QvReboots *
qv_reboots_new(GPtrArray *guests, GError **error)
{
    g_autoptr(QvReboots) reboots = g_new0(QvReboots, 1);
    g_autoptr(GPtrArray) connections = qv_guest_connections(guests);

    g_mutex_init(&reboots->lock);
    g_cond_init(&reboots->happened);
    reboots->seen = g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_unref);
    reboots->links = g_array_new(FALSE, FALSE, sizeof(Link));
    g_array_set_clear_func(reboots->links, end_reboot_link);
    reboots->server = qv_event_serve();
    for (guint i = 0; i < connections->len; i++)
        if (!add_reboot_link(reboots, connections->pdata[i], error))
            return NULL;
    return g_steal_pointer(&reboots);
}

void
qv_reboots_free(QvReboots *reboots)
{
    g_array_unref(reboots->links);
    qv_event_serve_end(reboots->server);
    g_ptr_array_unref(reboots->seen);
    g_mutex_clear(&reboots->lock);
    g_cond_clear(&reboots->happened);
    g_free(reboots);
}

/* Waits for at most one tick. */
static gboolean
has_rebooted(QvReboots *reboots, QvGuest *guest)
{
    gboolean seen;

    g_mutex_lock(&reboots->lock);
    if (!g_ptr_array_find_with_equal_func(reboots->seen, guest, is_same_rebooted, NULL))
        g_cond_wait_until(&reboots->happened, &reboots->lock, g_get_monotonic_time() + TICK);
    seen = g_ptr_array_find_with_equal_func(reboots->seen, guest, is_same_rebooted, NULL);
    g_mutex_unlock(&reboots->lock);
    return seen;
}

static void
forget_reboot(QvReboots *reboots, QvGuest *guest)
{
    guint i;

    g_mutex_lock(&reboots->lock);
    if (g_ptr_array_find_with_equal_func(reboots->seen, guest, is_same_rebooted, &i))
        g_ptr_array_remove_index_fast(reboots->seen, i);
    g_mutex_unlock(&reboots->lock);
}

gboolean
qv_guest_reboot(QvReboots *reboots, QvGuest *guest, guint seconds, GError **error)
{
    gint64 end_time = g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND;

    forget_reboot(reboots, guest);
    if (virDomainReboot(guest, 0) < 0) {
        qv_libvirt_fail(error);
        g_prefix_error(error, _("cannot ask guest '%s' to reboot: "), virDomainGetName(guest));
        return FALSE;
    }
    while (!has_rebooted(reboots, guest)) {
        if (!qv_interrupt_check(error))
            return FALSE;
        if (virDomainIsActive(guest) == 0)
            return qv_fail(error, QV_ERROR_FAILED,
                           _("guest '%s' was asked to reboot and is off; 'qvirt start %s'"),
                           virDomainGetName(guest), virDomainGetName(guest));
        if (seconds > 0 && g_get_monotonic_time() >= end_time)
            return qv_fail(error, QV_ERROR_TIMEOUT,
                           _("guest '%s' was asked to reboot and did not in %u seconds; "
                             "--timeout waits longer, --force restarts it without asking"),
                           virDomainGetName(guest), seconds);
    }
    return TRUE;
}
