/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* connection: the way to a hypervisor. */
#pragma once

#include <glib.h>

/* libvirt's own types, under names that need none of its headers. */
typedef struct _virConnect QvConnection;
typedef struct _virDomain QvGuest;

/**
 * qv_connect:
 * @uri: (nullable): a libvirt URI; libvirt's own default for NULL
 *
 * Opens a connection, and gives up after 10 seconds without an answer.
 *
 * Returns: (transfer full): the connection; NULL with @error (QV_ERROR_CONNECT).
 */
QvConnection *qv_connect(const char *uri, GError **error);

/**
 * qv_connect_ahead:
 * @uri: (nullable): as of the call of qv_connect() that will follow
 *
 * Begins to load libvirt and to connect while the caller does something else. Once in a process,
 * and before it has threads of its own that connect.
 */
void qv_connect_ahead(const char *uri);

/**
 * qv_connect_forget:
 *
 * Ends what qv_connect_ahead() began and nobody asked for. Must be called before the process ends:
 * the libraries must not be taken down while a thread is still opening a connection.
 */
void qv_connect_forget(void);

/** qv_disconnect: gives one reference to the connection up. */
void qv_disconnect(QvConnection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvConnection, qv_disconnect)

/** qv_connection_uri: (transfer full): the URI in use, as libvirt completed it. */
char *qv_connection_uri(QvConnection *connection);

/** qv_connection_is_local: whether the hypervisor runs on this machine. */
gboolean qv_connection_is_local(QvConnection *connection);

/** qv_connection_is_session: whether its guests are one user's own, and their files in his home. */
gboolean qv_connection_is_session(QvConnection *connection);

/** qv_connection_is_alive: whether the connection was not lost, as far as libvirt noticed. */
gboolean qv_connection_is_alive(QvConnection *connection);

/**
 * qv_connection_keep_alive:
 *
 * Has every call on the connection fail within 10 seconds when the daemon answers no more. Does
 * nothing for drivers that need no daemon, and without qv_event_prepare() before qv_connect().
 */
void qv_connection_keep_alive(QvConnection *connection);
/** qv_connection_is_test: whether it is libvirt's test driver, whose guests have no files. */
gboolean qv_connection_is_test(QvConnection *connection);

/** qv_connection_has_local_files: whether its guests' files are files of this machine. */
gboolean qv_connection_has_local_files(QvConnection *connection);
