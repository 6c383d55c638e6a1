/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event: what happens to guests, as it happens. */
#include "hv/event.h"

#include <dlfcn.h>
#include <libvirt-glib/libvirt-glib-event.h>

#include "core/error.h"
#include "hv/libvirt.h"

typedef struct {
    const char *name;
    const char *details[12];
} Lifecycle;

/* libvirt's lifecycle events and their details, in the order of its enumerations. */
static const Lifecycle lifecycles[] = {
    [VIR_DOMAIN_EVENT_DEFINED] = {"defined", {"added", "updated", "renamed", "snapshot"}},
    [VIR_DOMAIN_EVENT_UNDEFINED] = {"undefined", {"removed", "renamed"}},
    [VIR_DOMAIN_EVENT_STARTED] = {"started",
                                  {"booted", "migrated", "restored", "snapshot", "wakeup"}},
    [VIR_DOMAIN_EVENT_SUSPENDED] = {"suspended",
                                    {"paused", "migrated", "I/O error", "watchdog", "restored",
                                     "snapshot", "API error", "post-copy", "post-copy failed"}},
    [VIR_DOMAIN_EVENT_RESUMED] = {"resumed",
                                  {"unpaused", "migrated", "snapshot", "post-copy",
                                   "post-copy failed"}},
    [VIR_DOMAIN_EVENT_STOPPED] = {"stopped",
                                  {"shutdown", "destroyed", "crashed", "migrated", "saved",
                                   "failed", "snapshot"}},
    [VIR_DOMAIN_EVENT_SHUTDOWN] = {"shutdown", {"finished", "guest", "host"}},
    [VIR_DOMAIN_EVENT_PMSUSPENDED] = {"pmsuspended", {"memory", "disk"}},
    [VIR_DOMAIN_EVENT_CRASHED] = {"crashed", {"panicked", "crashloaded"}},
};

typedef struct {
    QvEventFunc on_event;
    void (*on_close)(const char *reason, gpointer data);
    gpointer data;
} Watch;

static int
lifecycle(virConnectPtr connection G_GNUC_UNUSED, virDomainPtr guest, int event, int detail,
          void *data)
{
    const Watch *watch = data;
    gboolean known = event >= 0 && event < (int)G_N_ELEMENTS(lifecycles);
    const Lifecycle *row = known ? &lifecycles[event] : NULL;
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(guest, uuid);
    watch->on_event(virDomainGetName(guest), uuid, row ? row->name : "unknown",
                    row && detail >= 0 && detail < (int)G_N_ELEMENTS(row->details)
                        ? row->details[detail]
                        : NULL,
                    watch->data);
    return 0;
}

static void
closed(virConnectPtr connection G_GNUC_UNUSED, int reason, void *data)
{
    const Watch *watch = data;

    watch->on_close(reason == VIR_CONNECT_CLOSE_REASON_KEEPALIVE ? _("the daemon does not answer")
                                                                 : _("the daemon is gone"),
                    watch->data);
}

gboolean
qv_event_prepare(GError **error)
{
    static gboolean prepared;
    void *library = dlopen("libvirt-glib-1.0.so.0", RTLD_LAZY | RTLD_LOCAL);
    void *place = library ? dlsym(library, "gvir_event_register") : NULL;

    if (place == NULL)
        return qv_fail(error, QV_ERROR_CONNECT, _("cannot load libvirt-glib: %s"), dlerror());
    if (!prepared)
        ((__typeof__(gvir_event_register) *)place)();
    prepared = TRUE;
    return TRUE;
}

gboolean
qv_event_watch(QvConnection *connection, QvGuest *guest, QvEventFunc on_event,
               void (*on_close)(const char *reason, gpointer data), gpointer data, GError **error)
{
    Watch *watch = g_new0(Watch, 1);

    watch->on_event = on_event;
    watch->on_close = on_close;
    watch->data = data;
    if (virConnectDomainEventRegisterAny(connection, guest, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                         VIR_DOMAIN_EVENT_CALLBACK(lifecycle), watch, g_free) < 0) {
        g_free(watch);
        return qv_libvirt_fail(error);
    }
    /* Drivers without a daemon have neither of the two. */
    virConnectRegisterCloseCallback(connection, closed, watch, NULL);
    virConnectSetKeepAlive(connection, 2, 3);
    return TRUE;
}
