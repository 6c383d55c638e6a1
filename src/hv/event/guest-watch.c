/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest-watch: tells when one guest comes and goes, or the connection to it is lost. */
#include "hv/event/guest-watch.h"

#include "base/error.h"
#include "hv/libvirt.h"

struct QvGuestWatch {
    virConnect *connection;
    int lifecycle, reboot;
    gboolean closing;
    void (*on_change)(QvChange change, gpointer data);
    gpointer data;
};

static int
on_presence_lifecycle(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest G_GNUC_UNUSED,
                      int event, int detail G_GNUC_UNUSED, void *data)
{
    QvGuestWatch *presence = data;

    if (event == VIR_DOMAIN_EVENT_STARTED)
        presence->on_change(QV_CAME, presence->data);
    else if (event == VIR_DOMAIN_EVENT_STOPPED)
        presence->on_change(QV_WENT, presence->data);
    return 0;
}

static void
on_presence_reboot(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest G_GNUC_UNUSED,
                   void *data)
{
    QvGuestWatch *presence = data;

    presence->on_change(QV_REBOOTED, presence->data);
}

static void
on_presence_close(virConnectPtr connection G_GNUC_UNUSED, int reason G_GNUC_UNUSED, void *data)
{
    QvGuestWatch *presence = data;

    presence->on_change(QV_LOST, presence->data);
}

QvGuestWatch *
qv_guest_watch_watch(QvGuest *guest, void (*on_change)(QvChange change, gpointer data),
                     gpointer data, GError **error)
{
    virConnect *connection = virDomainGetConnect(guest);
    QvGuestWatch *presence = g_new0(QvGuestWatch, 1);

    presence->connection = connection;
    presence->on_change = on_change;
    presence->data = data;
    presence->lifecycle = virConnectDomainEventRegisterAny(
        connection, guest, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
        VIR_DOMAIN_EVENT_CALLBACK(on_presence_lifecycle), presence, NULL);
    if (presence->lifecycle < 0) {
        g_free(presence);
        qv_libvirt_fail(error);
        return NULL;
    }
    /* Drivers without a daemon have none of these. */
    presence->reboot = virConnectDomainEventRegisterAny(
        connection, guest, VIR_DOMAIN_EVENT_ID_REBOOT,
        VIR_DOMAIN_EVENT_CALLBACK(on_presence_reboot), presence, NULL);
    presence->closing =
        virConnectRegisterCloseCallback(connection, on_presence_close, presence, NULL) == 0;
    qv_connection_keep_alive(connection);
    return presence;
}

void
qv_guest_watch_end(QvGuestWatch *presence)
{
    virConnectDomainEventDeregisterAny(presence->connection, presence->lifecycle);
    if (presence->reboot >= 0)
        virConnectDomainEventDeregisterAny(presence->connection, presence->reboot);
    if (presence->closing)
        virConnectUnregisterCloseCallback(presence->connection, on_presence_close);
    g_free(presence);
}
