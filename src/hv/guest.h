/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest: finds guests, and reads what they are and how they are. */
#pragma once

#include "base/xml.h"
#include "hv/connection.h"

QvGuest *qv_guest_ref(QvGuest *guest);
void qv_guest_unref(QvGuest *guest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvGuest, qv_guest_unref)

/* What libvirt says of a guest at one moment. */
typedef struct {
    char *name;
    char *uuid;
    int id; /* -1 while the guest is off */
    const char *state;
    const char *reason; /* NULL where libvirt gives none */
    QvGuest *guest;
} QvGuestState;

void qv_guest_state_free(QvGuestState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvGuestState, qv_guest_state_free)

/**
 * qv_guest_find:
 * @word: an id, a UUID or a name, tried in this order, as virsh does
 *
 * Returns: (transfer full): the guest; NULL with @error (QV_ERROR_NOT_FOUND) naming the nearest.
 */
QvGuest *qv_guest_find(QvConnection *connection, const char *word, GError **error);

/**
 * qv_guest_look_up:
 * @word: as of qv_guest_find()
 * @guest: (out) (transfer full): the guest; NULL where there is none
 *
 * Returns: FALSE with @error where that cannot be told, as the connection is lost.
 */
gboolean qv_guest_look_up(QvConnection *connection, const char *word, QvGuest **guest,
                          GError **error);

/** qv_guest_all: (transfer full) (element-type QvGuest): every guest, sorted by name. */
GPtrArray *qv_guest_all(QvConnection *connection, GError **error);

/** qv_guest_exists: whether there is a guest called @name. */
gboolean qv_guest_exists(QvConnection *connection, const char *name);

/** qv_guest_name: the guest's name; belongs to the guest. */
const char *qv_guest_name(QvGuest *guest);

/** qv_guest_connection: (transfer none): where the guest lives. */
QvConnection *qv_guest_connection(QvGuest *guest);

/** qv_guest_connections: (transfer container) (element-type QvConnection): where @guests live, each
    connection once. */
GPtrArray *qv_guest_connections(GPtrArray *guests);

/** qv_guest_is: whether two are the same guest of the same connection. */
gboolean qv_guest_is(QvGuest *guest, QvGuest *other);

/** qv_guest_xml: (transfer full): the guest's persistent XML, or the live one of a transient. */
xmlDoc *qv_guest_xml(QvGuest *guest, GError **error);

/** qv_guest_live_xml: (transfer full): the XML of the guest as it runs, if it does. */
xmlDoc *qv_guest_live_xml(QvGuest *guest, GError **error);

/* Of a guest that runs there are two; a change to both is one call. */
typedef enum {
    QV_LIVE = 1 << 0,   /* the guest as it runs */
    QV_CONFIG = 1 << 1, /* its definition, which the next start takes */
} QvScope;

/** qv_guest_xml_of: (transfer full): the XML of one of the two; NULL with @error. */
xmlDoc *qv_guest_xml_of(QvGuest *guest, QvScope where, GError **error);

/** qv_guest_whole_xml: as qv_guest_xml(), with its passwords where the connection may see them. */
xmlDoc *qv_guest_whole_xml(QvGuest *guest, GError **error);

/** qv_guest_state: (transfer full): the state now; NULL with @error. */
QvGuestState *qv_guest_state(QvGuest *guest, GError **error);

/** qv_guest_brief: (transfer full): what is known without asking: all but the state. */
QvGuestState *qv_guest_brief(QvGuest *guest);

/** qv_guest_is_off: whether the guest does not run, by its state. */
gboolean qv_guest_is_off(const QvGuestState *state);

/** qv_guest_check_on: FALSE with @error where the guest is off, which says how to start it. */
gboolean qv_guest_check_on(const QvGuestState *state, GError **error);

/** qv_guest_check_responsive: whether the guest can do what it is asked; FALSE with @error if it is
 * paused.
 */
gboolean qv_guest_check_responsive(const QvGuestState *state, GError **error);

/**
 * qv_guest_list:
 * @all: also those that do not run
 *
 * Asks once for all guests, however many there are.
 *
 * Returns: (transfer full) (element-type QvGuestState): sorted by name; NULL with @error.
 */
GPtrArray *qv_guest_list(QvConnection *connection, gboolean all, GError **error);

/**
 * qv_guest_list_brief:
 *
 * As qv_guest_list(), in a third of the time where few of many guests run: the uuid of all and the
 * reason of those that are off are NULL. The answer for all is asked for once, and one more for
 * those that run.
 */
GPtrArray *qv_guest_list_brief(QvConnection *connection, gboolean all, GError **error);
