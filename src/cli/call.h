/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* call: one call of a command, with its options and its hosts. */
#pragma once

#include "base/output.h"
#include "base/say.h"
#include "cli/command.h"
#include "cli/hosts.h"
#include "hv/guest.h"

/* What all commands of one process share. */
typedef struct {
    const QvCommand *const *commands; /* all of them, ended by NULL */
    const QvCommandGroup *groups;     /* those that --help shows, ended by a NULL title */
    GPtrArray *hosts;                 /* (element-type QvHost) */
} QvSession;

struct QvCall {
    const QvCommand *command;
    QvSession *session;
    GPtrArray *hosts; /* (element-type QvHost): its own of -c and --hosts, or the session's */
    xmlDoc *options;  /* <request> of the command's own options */
    xmlDoc *request;  /* <request> of the guest's settings */
    GStrv arguments;
    char *columns;
    QvOutput output;
    gpointer data; /* the command's own */
};

/** qv_session_clear: ends the session's connections. */
void qv_session_clear(QvSession *session);

/**
 * qv_call_connection:
 *
 * Returns: (transfer none): the connection to the one host of the call, opened when first asked
 *   for; NULL with @error, also when the call has several hosts. What takes several uses
 *   qv_call_guest() or qv_hosts_ask().
 */
QvConnection *qv_call_connection(QvCall *call, GError **error);

/** qv_call_has: whether the option called @name was given. */
gboolean qv_call_has(QvCall *call, const char *name);

/** qv_call_get: (transfer full) (nullable): the value of an option. */
char *qv_call_get(QvCall *call, const char *name);

/** qv_call_get_all: (transfer full): all values of an option that may be repeated. */
GStrv qv_call_get_all(QvCall *call, const char *name);

/** qv_call_number: the value of an option that is a number, or @otherwise. */
guint qv_call_number(QvCall *call, const char *name, guint otherwise);

/** qv_call_selects: whether --all or a filter says which guests, so that no word need. */
gboolean qv_call_selects(QvCall *call);

/**
 * qv_call_guest:
 * @word: HOST/GUEST or GUEST: an id, a UUID or a name
 *
 * Finds the guest on whichever host has it.
 *
 * Returns: (transfer full): the guest; NULL with @error, also when two hosts have one of that
 *   name, or when a host that may have it does not answer.
 */
QvGuest *qv_call_guest(QvCall *call, const char *word, GError **error);

/**
 * qv_call_guests:
 *
 * Returns: (transfer full) (element-type QvGuest): the guests that the arguments name, as
 *   cli/select.h has it, or all where there are none; each once, in the order of the arguments.
 *   NULL with @error (QV_ERROR_NOT_FOUND).
 */
GPtrArray *qv_call_guests(QvCall *call, GError **error);

/** qv_call_guests_named: as qv_call_guests(), of @n words instead of the arguments. */
GPtrArray *qv_call_guests_named(QvCall *call, char **words, guint n, GError **error);

/* What a command does with one guest. Runs in a thread of its own where there are several. */
typedef gboolean (*QvGuestFunc)(QvCall *call, QvGuest *guest, GError **error);

/**
 * qv_call_each:
 *
 * Runs @one with each of qv_call_guests(), several at a time. A guest that fails does not stop the
 * others; an interrupt does. What is said of them is printed in their order, as far as nothing
 * waits for that longer than for half a second.
 *
 * Returns: FALSE with the last @error; those before it were printed.
 */
gboolean qv_call_each(QvCall *call, QvGuestFunc one, GError **error);

/** qv_call_each_of: the same with @guests, which qv_call_guests() gave. */
gboolean qv_call_each_of(QvCall *call, GPtrArray *guests, QvGuestFunc one, GError **error);
