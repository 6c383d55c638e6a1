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
    GPtrArray *watches;
    QvServer *server;
    GMutex lock;
    GCond happened;
    GPtrArray *seen; /* (element-type QvEvent): the reboots since the guests were asked */
};

static void
on_seen_reboot(QvEvent *event, gpointer data)
{
    QvReboots *reboots = data;

    g_mutex_lock(&reboots->lock);
    g_ptr_array_add(reboots->seen, event);
    g_cond_broadcast(&reboots->happened);
    g_mutex_unlock(&reboots->lock);
}

QvReboots *
qv_reboots_new(GPtrArray *guests, GError **error)
{
    g_autoptr(QvReboots) reboots = g_new0(QvReboots, 1);
    const QvWatchFor what = {
        .objects = QV_GUEST_REBOOT, .on_event = on_seen_reboot, .data = reboots};

    g_mutex_init(&reboots->lock);
    g_cond_init(&reboots->happened);
    reboots->seen = g_ptr_array_new_with_free_func((GDestroyNotify)qv_event_free);
    reboots->server = qv_event_serve();
    reboots->watches = qv_event_watch_all(guests, &what, error);
    return reboots->watches != NULL ? g_steal_pointer(&reboots) : NULL;
}

/* The thread ends first, so that no event is on its way while the watches end. */
void
qv_reboots_free(QvReboots *reboots)
{
    qv_event_serve_end(reboots->server);
    g_clear_pointer(&reboots->watches, g_ptr_array_unref);
    g_ptr_array_unref(reboots->seen);
    g_mutex_clear(&reboots->lock);
    g_cond_clear(&reboots->happened);
    g_free(reboots);
}

static gboolean
is_reboot_of(gconstpointer event, gconstpointer guest)
{
    return qv_event_is_about(event, (QvGuest *)guest);
}

static gboolean
find_reboot(const QvReboots *reboots, QvGuest *guest, guint *i)
{
    return g_ptr_array_find_with_equal_func(reboots->seen, guest, is_reboot_of, i);
}

/* Waits for at most one tick. */
static gboolean
has_rebooted(QvReboots *reboots, QvGuest *guest)
{
    gboolean seen;

    g_mutex_lock(&reboots->lock);
    if (!find_reboot(reboots, guest, NULL))
        g_cond_wait_until(&reboots->happened, &reboots->lock, g_get_monotonic_time() + TICK);
    seen = find_reboot(reboots, guest, NULL);
    g_mutex_unlock(&reboots->lock);
    return seen;
}

static void
forget_reboots(QvReboots *reboots, QvGuest *guest)
{
    guint i;

    g_mutex_lock(&reboots->lock);
    while (find_reboot(reboots, guest, &i))
        g_ptr_array_remove_index_fast(reboots->seen, i);
    g_mutex_unlock(&reboots->lock);
}

gboolean
qv_guest_reboot(QvReboots *reboots, QvGuest *guest, guint seconds, GError **error)
{
    gint64 end_time = g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND;

    forget_reboots(reboots, guest);
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
        if (!qv_connection_is_alive(virDomainGetConnect(guest)))
            return qv_fail(error, QV_ERROR_CONNECT,
                           _("the connection is lost: the daemon is gone"));
        if (seconds > 0 && g_get_monotonic_time() >= end_time)
            return qv_fail(error, QV_ERROR_TIMEOUT,
                           _("guest '%s' was asked to reboot and did not in %u seconds; "
                             "--timeout waits longer, --force restarts it without asking"),
                           virDomainGetName(guest), seconds);
    }
    return TRUE;
}
