/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* watch: libvirt's events about a connection's guests and other objects, as they come. */
#include "hv/event/watch.h"

#include <libvirt-glib/libvirt-glib-event.h>

#include "base/error.h"
#include "base/task.h"
#include "hv/event/kinds.h"
#include "hv/guest.h"
#include "hv/libvirt.h"
#include "lazy-events.h"

QV_LAZY_DEFINE_events;

#define PATIENCE 1000 /* milliseconds that the end of a watch may take */

/* Of one connection. Each callback that is registered holds it. */
struct QvWatch {
    virConnect *connection;
    QvWatchFor what;
    GArray *registered; /* of Registration */
    gboolean closing;   /* whether the connection's end is told */
    gint over;          /* whether nothing is to be told any more */
};

/* The data of each callback that is registered: what it needs, first, and what it keeps alive. */
typedef struct {
    QvEventSink sink;
    QvWatch *watch;
} Sink;

typedef struct {
    QvObjects object;
    int id; /* of the registration */
} Registration;

/* libvirt has a pair of functions for each kind of object. */
#define FUNCTIONS(Kind, whom)                                                                      \
    static int register_##Kind(Sink *sink, virFreeCallback free_sink)                              \
    {                                                                                              \
        return virConnect##Kind##EventRegisterAny(                                                 \
            sink->watch->connection, whom, sink->sink.kind->id,                                    \
            (virConnect##Kind##EventGenericCallback)sink->sink.kind->callback, sink, free_sink);   \
    }                                                                                              \
    static int deregister_##Kind(virConnectPtr connection, int id)                                 \
    {                                                                                              \
        return virConnect##Kind##EventDeregisterAny(connection, id);                               \
    }
FUNCTIONS(Domain, sink->watch->what.guest)
FUNCTIONS(Network, NULL)
FUNCTIONS(StoragePool, NULL)
FUNCTIONS(NodeDevice, NULL)
FUNCTIONS(Secret, NULL)

static const struct {
    QvObjects object;
    int (*add)(Sink *sink, virFreeCallback free_sink);
    int (*remove)(virConnectPtr connection, int id);
} objects_table[] = {
    {QV_ABOUT_GUESTS, register_Domain, deregister_Domain},
    {QV_ABOUT_NETWORKS, register_Network, deregister_Network},
    {QV_ABOUT_POOLS, register_StoragePool, deregister_StoragePool},
    {QV_ABOUT_DEVICES, register_NodeDevice, deregister_NodeDevice},
    {QV_ABOUT_SECRETS, register_Secret, deregister_Secret},
};

static guint
index_of_object(QvObjects object)
{
    guint i = 0;

    while (i < G_N_ELEMENTS(objects_table) && objects_table[i].object != object)
        i++;
    return i;
}

static void
watch_clear(gpointer data)
{
    QvWatch *watch = data;

    virConnectClose(watch->connection);
    g_array_unref(watch->registered);
    if (watch->what.free_data != NULL)
        watch->what.free_data(watch->what.data);
}

static void
watch_unref(gpointer watch)
{
    g_atomic_rc_box_release_full(watch, watch_clear);
}

static void
sink_free(gpointer data)
{
    Sink *sink = data;

    watch_unref(sink->watch);
    g_free(sink);
}

static void
closed(virConnectPtr connection G_GNUC_UNUSED, int reason, void *data)
{
    const QvWatch *watch = data;

    if (g_atomic_int_get(&watch->over))
        return;
    watch->what.on_close(reason == VIR_CONNECT_CLOSE_REASON_KEEPALIVE
                             ? N_("the daemon does not answer")
                             : N_("the daemon is gone"),
                         watch->what.data);
}

gboolean
qv_event_prepare(GError **error)
{
    static gboolean prepared;

    if (!qv_lazy_load(&qv_library_events, QV_ERROR_CONNECT, error))
        return FALSE;
    if (!prepared)
        gvir_event_register();
    prepared = TRUE;
    return TRUE;
}

struct QvServer {
    GThread *thread;
    gint over;
};

/* A loop of GLib's own would miss being ended before it has begun. */
static gpointer
serve_event_loop(gpointer data)
{
    QvServer *server = data;

    while (!g_atomic_int_get(&server->over))
        g_main_context_iteration(NULL, TRUE);
    return NULL;
}

QvServer *
qv_event_serve(void)
{
    QvServer *server = g_new0(QvServer, 1);

    server->thread = g_thread_new("events", serve_event_loop, server);
    return server;
}

void
qv_event_serve_end(QvServer *server)
{
    g_atomic_int_set(&server->over, 1);
    g_main_context_wakeup(NULL);
    g_thread_join(server->thread);
    g_free(server);
}

static gboolean
watch_kind(QvWatch *watch, const QvEventKind *kind)
{
    Sink *sink = g_new0(Sink, 1);
    Registration registration = {.object = kind->object};

    sink->watch = g_atomic_rc_box_acquire(watch);
    sink->sink = (QvEventSink){.kind = kind,
                               .connection = watch->connection,
                               .over = &watch->over,
                               .on_event = watch->what.on_event,
                               .data = watch->what.data};
    registration.id = objects_table[index_of_object(kind->object)].add(sink, sink_free);
    if (registration.id < 0) {
        sink_free(sink);
        return FALSE;
    }
    g_array_append_val(watch->registered, registration);
    return TRUE;
}

/* Without its lifecycles or the only kind that was asked for a watch is of no use. */
static gboolean
is_kind_needed(const QvWatchFor *what, const QvEventKind *kind)
{
    return kind->id == 0 || what->objects == kind->alone;
}

static gboolean
watch_kinds(QvWatch *watch, GError **error)
{
    const QvEventKind *kind;

    for (guint i = 0; (kind = qv_event_kind(i)) != NULL; i++) {
        if (!(watch->what.objects & (kind->object | kind->alone)) || watch_kind(watch, kind) ||
            !is_kind_needed(&watch->what, kind))
            continue;
        qv_libvirt_fail(error);
        g_prefix_error(error, _("no events about a %s: "), qv_event_object(kind->object));
        return FALSE;
    }
    return TRUE;
}

QvWatch *
qv_event_watch(QvConnection *connection, const QvWatchFor *what, GError **error)
{
    QvWatch *watch = g_atomic_rc_box_new0(QvWatch);

    virConnectRef(connection);
    watch->connection = connection;
    watch->what = *what;
    watch->registered = g_array_new(FALSE, FALSE, sizeof(Registration));
    if (!watch_kinds(watch, error)) {
        qv_event_unwatch(watch);
        return NULL;
    }
    /* Drivers without a daemon have neither of the two, and would never free what is registered;
       libvirt's lock keeps the callback from running on when it is unregistered. */
    watch->closing = what->on_close != NULL &&
                     virConnectRegisterCloseCallback(connection, closed, watch, NULL) == 0;
    qv_connection_keep_alive(connection);
    return watch;
}

GPtrArray *
qv_event_watch_all(GPtrArray *guests, const QvWatchFor *what, GError **error)
{
    g_autoptr(GPtrArray) connections = qv_guest_connections(guests);
    g_autoptr(GPtrArray) watches = g_ptr_array_new_with_free_func((GDestroyNotify)qv_event_unwatch);

    for (guint i = 0; i < connections->len; i++) {
        QvWatch *watch = qv_event_watch(connections->pdata[i], what, error);
        if (watch == NULL)
            return NULL;
        g_ptr_array_add(watches, watch);
    }
    return g_steal_pointer(&watches);
}

static void
deregister_watch(gpointer data)
{
    QvWatch *watch = data;

    if (watch->closing)
        virConnectUnregisterCloseCallback(watch->connection, closed);
    for (guint i = 0; i < watch->registered->len; i++) {
        Registration *one = &g_array_index(watch->registered, Registration, i);
        objects_table[index_of_object(one->object)].remove(watch->connection, one->id);
    }
}

void
qv_event_unwatch(QvWatch *watch)
{
    g_autoptr(QvTask) task = NULL;

    g_atomic_int_set(&watch->over, 1);
    /* The daemon is asked to, and may hang. */
    task = qv_task_new(deregister_watch, watch, watch_unref);
    qv_task_wait(task, PATIENCE);
}
