/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* connection: the way to a hypervisor. */
#include "hv/connection.h"

#include "core/error.h"
#include "hv/libvirt.h"

#define PATIENCE (10 * G_TIME_SPAN_SECOND)

/* Shared with the thread that opens: a daemon that hangs never lets it come back. */
typedef struct {
    gint references;
    GMutex lock;
    GCond done;
    gboolean ready;
    char *uri;
    virConnect *connection;
    GError *error;
} Attempt;

static void
attempt_unref(Attempt *attempt)
{
    if (!g_atomic_int_dec_and_test(&attempt->references))
        return;
    g_clear_pointer(&attempt->connection, virConnectClose);
    g_clear_error(&attempt->error);
    g_mutex_clear(&attempt->lock);
    g_cond_clear(&attempt->done);
    g_free(attempt->uri);
    g_free(attempt);
}

static gpointer
open_thread(gpointer data)
{
    Attempt *attempt = data;
    GError *error = NULL;
    virConnect *connection = virConnectOpenAuth(attempt->uri, virConnectAuthPtrDefault, 0);

    if (connection == NULL)
        qv_libvirt_fail(&error);
    g_mutex_lock(&attempt->lock);
    attempt->connection = connection;
    attempt->error = error;
    attempt->ready = TRUE;
    g_cond_signal(&attempt->done);
    g_mutex_unlock(&attempt->lock);
    attempt_unref(attempt);
    return NULL;
}

static gboolean
wait_for(Attempt *attempt)
{
    gint64 end = g_get_monotonic_time() + PATIENCE;
    gboolean ready;

    g_mutex_lock(&attempt->lock);
    while (!attempt->ready && g_cond_wait_until(&attempt->done, &attempt->lock, end))
        ;
    ready = attempt->ready;
    g_mutex_unlock(&attempt->lock);
    return ready;
}

static QvConnection *
give_up(const char *uri, const char *reason, GError **error)
{
    qv_fail(error, QV_ERROR_CONNECT,
            _("cannot connect to %s: %s; is the daemon running? 'virsh uri' and "
              "'qvirt -c URI' help to find it"),
            uri ? uri : _("the default hypervisor"), reason);
    return NULL;
}

QvConnection *
qv_connect(const char *uri, GError **error)
{
    if (!qv_libvirt_load(error))
        return NULL;
    Attempt *attempt = g_new0(Attempt, 1);
    attempt->references = 2;
    attempt->uri = g_strdup(uri);
    g_autoptr(GThread) thread = g_thread_new("connect", open_thread, attempt);
    if (!wait_for(attempt)) {
        attempt_unref(attempt);
        return give_up(uri, _("no answer for 10 seconds"), error);
    }
    g_thread_join(g_steal_pointer(&thread));
    g_autoptr(virConnect) connection = g_steal_pointer(&attempt->connection);
    g_autoptr(GError) reason = g_steal_pointer(&attempt->error);
    attempt_unref(attempt);
    if (connection == NULL)
        return give_up(uri, reason->message, error);
    return g_steal_pointer(&connection);
}

void
qv_disconnect(QvConnection *connection)
{
    virConnectClose(connection);
}

char *
qv_connection_uri(QvConnection *connection)
{
    char *uri = virConnectGetURI(connection);
    g_autofree char *copy = g_strdup(uri ? uri : "");

    free(uri);
    return g_steal_pointer(&copy);
}

gboolean
qv_connection_is_local(QvConnection *connection)
{
    g_autofree char *uri = qv_connection_uri(connection);

    return strstr(uri, ":///") != NULL;
}

gboolean
qv_connection_is_fake(QvConnection *connection)
{
    g_autofree char *uri = qv_connection_uri(connection);

    return g_str_has_prefix(uri, "test:");
}

gboolean
qv_connection_is_real(QvConnection *connection)
{
    return qv_connection_is_local(connection) && !qv_connection_is_fake(connection);
}
