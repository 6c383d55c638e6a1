/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reboot: asks guests to reboot, and sees that they do. */
#include "hv/reboot.h"

#include "core/error.h"
#include "core/interrupt.h"
#include "hv/libvirt.h"

#define TICK (100 * G_TIME_SPAN_MILLISECOND)

struct QvReboots {
    virConnect *connection;
    int callback;
    GMainLoop *loop;
    GThread *thread;
    GMutex lock;
    GCond happened;
    GHashTable *seen; /* UUID of each guest that rebooted since it was asked */
};

static void
on_reboot(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, void *data)
{
    QvReboots *reboots = data;
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(guest, uuid);
    g_mutex_lock(&reboots->lock);
    g_hash_table_add(reboots->seen, g_strdup(uuid));
    g_cond_broadcast(&reboots->happened);
    g_mutex_unlock(&reboots->lock);
}

static gpointer
serve(gpointer data)
{
    g_main_loop_run(data);
    return NULL;
}

static gboolean
end(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

QvReboots *
qv_reboots_new(QvConnection *connection, GError **error)
{
    g_autofree QvReboots *reboots = g_new0(QvReboots, 1);

    reboots->connection = connection;
    reboots->callback =
        virConnectDomainEventRegisterAny(connection, NULL, VIR_DOMAIN_EVENT_ID_REBOOT,
                                         VIR_DOMAIN_EVENT_CALLBACK(on_reboot), reboots, NULL);
    if (reboots->callback < 0) {
        qv_libvirt_fail(error);
        return NULL;
    }
    g_mutex_init(&reboots->lock);
    g_cond_init(&reboots->happened);
    reboots->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    reboots->loop = g_main_loop_new(NULL, FALSE);
    reboots->thread = g_thread_new("events", serve, reboots->loop);
    return g_steal_pointer(&reboots);
}

void
qv_reboots_free(QvReboots *reboots)
{
    virConnectDomainEventDeregisterAny(reboots->connection, reboots->callback);
    g_idle_add(end, reboots->loop);
    g_thread_join(reboots->thread);
    g_main_loop_unref(reboots->loop);
    g_hash_table_unref(reboots->seen);
    g_mutex_clear(&reboots->lock);
    g_cond_clear(&reboots->happened);
    g_free(reboots);
}

/* Waits for at most one tick. */
static gboolean
has_rebooted(QvReboots *reboots, const char *uuid)
{
    gboolean seen;

    g_mutex_lock(&reboots->lock);
    if (!g_hash_table_contains(reboots->seen, uuid))
        g_cond_wait_until(&reboots->happened, &reboots->lock, g_get_monotonic_time() + TICK);
    seen = g_hash_table_contains(reboots->seen, uuid);
    g_mutex_unlock(&reboots->lock);
    return seen;
}

static void
forget(QvReboots *reboots, const char *uuid)
{
    g_mutex_lock(&reboots->lock);
    g_hash_table_remove(reboots->seen, uuid);
    g_mutex_unlock(&reboots->lock);
}

gboolean
qv_guest_reboot(QvReboots *reboots, QvGuest *guest, guint seconds, GError **error)
{
    gint64 end_time = g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND;
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(guest, uuid);
    forget(reboots, uuid);
    if (virDomainReboot(guest, 0) < 0) {
        qv_libvirt_fail(error);
        g_prefix_error(error, _("cannot ask guest '%s' to reboot: "), virDomainGetName(guest));
        return FALSE;
    }
    while (!has_rebooted(reboots, uuid)) {
        if (!qv_interrupt_check(error))
            return FALSE;
        if (virDomainIsActive(guest) == 0)
            return qv_fail(error, QV_ERROR_FAILED,
                           _("guest '%s' was asked to reboot and is off; 'qvirt start %s'"),
                           virDomainGetName(guest), virDomainGetName(guest));
        if (g_get_monotonic_time() >= end_time)
            return qv_fail(error, QV_ERROR_TIMEOUT,
                           _("guest '%s' was asked to reboot and did not in %u seconds; "
                             "--timeout waits longer, --force restarts it without asking"),
                           virDomainGetName(guest), seconds);
    }
    return TRUE;
}
