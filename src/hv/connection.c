/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* connection: the way to a hypervisor. */
#include "hv/connection.h"

#include <unistd.h>

#include "base/error.h"
#include "base/task.h"
#include "hv/libvirt.h"

#define PATIENCE 10000 /* milliseconds */

typedef struct {
    char *uri;
    virConnect *connection;
    GError *error;
} Attempt;

static void
attempt_free(gpointer data)
{
    Attempt *attempt = data;

    g_clear_pointer(&attempt->connection, virConnectClose);
    g_clear_error(&attempt->error);
    g_free(attempt->uri);
    g_free(attempt);
}

static void
open_it(gpointer data)
{
    Attempt *attempt = data;

    if (!qv_libvirt_load(&attempt->error))
        return;
    attempt->connection = virConnectOpenAuth(attempt->uri, virConnectAuthPtrDefault, 0);
    if (attempt->connection == NULL)
        qv_libvirt_fail(&attempt->error);
}

static QvConnection *
fail_connection(const char *uri, const char *reason, GError **error)
{
    qv_fail(error, QV_ERROR_CONNECT,
            _("cannot connect to %s: %s; is the daemon running? 'virsh uri' and "
              "'qvirt -c URI' help to find it"),
            uri ? uri : _("the default hypervisor"), reason);
    return NULL;
}

/* An attempt under way. */
typedef struct {
    Attempt *attempt;
    QvTask *task;
} Opening;

static Opening
begin_connection(const char *uri)
{
    Attempt *attempt = g_new0(Attempt, 1);

    attempt->uri = g_strdup(uri);
    return (Opening){attempt, qv_task_new(open_it, attempt, attempt_free)};
}

/* The one that was begun before it was asked for. */
static Opening ahead;

void
qv_connect_forget(void)
{
    if (ahead.task != NULL)
        qv_task_wait(ahead.task, 1000);
    g_clear_pointer(&ahead.task, qv_task_unref);
}

void
qv_connect_ahead(const char *uri)
{
    if (ahead.attempt != NULL)
        return;
    ahead = begin_connection(uri);
}

static Opening
take_ahead(const char *uri)
{
    Opening opening = ahead;

    if (opening.task == NULL || g_strcmp0(opening.attempt->uri, uri) != 0)
        return begin_connection(uri);
    ahead.task = NULL;
    return opening;
}

QvConnection *
qv_connect(const char *uri, GError **error)
{
    Opening opening = take_ahead(uri);
    g_autoptr(QvTask) task = opening.task;
    Attempt *attempt = opening.attempt;

    /* A daemon that hangs never answers. */
    if (!qv_task_wait(task, PATIENCE))
        return fail_connection(uri, _("no answer for 10 seconds"), error);
    if (attempt->connection == NULL)
        return fail_connection(uri, attempt->error->message, error);
    return g_steal_pointer(&attempt->connection);
}

void
qv_disconnect(QvConnection *connection)
{
    qv_libvirt_freed();
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
qv_connection_is_session(QvConnection *connection)
{
    g_autofree char *uri = qv_connection_uri(connection);
    g_autofree char *path = g_strndup(uri, strcspn(uri, "?"));

    /* To root, the daemon of the system answers for a session. */
    return g_str_has_suffix(path, "/session") &&
           !(geteuid() == 0 && qv_connection_is_local(connection));
}

gboolean
qv_connection_is_alive(QvConnection *connection)
{
    return virConnectIsAlive(connection) == 1;
}

void
qv_connection_keep_alive(QvConnection *connection)
{
    virConnectSetKeepAlive(connection, 2, 3);
}

gboolean
qv_connection_is_test(QvConnection *connection)
{
    g_autofree char *uri = qv_connection_uri(connection);

    return g_str_has_prefix(uri, "test:");
}

gboolean
qv_connection_has_local_files(QvConnection *connection)
{
    return qv_connection_is_local(connection) && !qv_connection_is_test(connection);
}
