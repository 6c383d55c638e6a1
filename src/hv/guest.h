/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest: finds, defines, starts, stops and deletes guests. */
#pragma once

#include "base/undo.h"
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

/** qv_guest_whole_xml: as qv_guest_xml(), with its passwords where the connection may see them. */
xmlDoc *qv_guest_whole_xml(QvGuest *guest, GError **error);

/**
 * qv_guest_note:
 * @volumes: paths of images that were made for the guest
 *
 * Writes them into the guest's metadata, so that they are deleted with it.
 */
gboolean qv_guest_note(QvGuest *guest, GPtrArray *volumes, GError **error);

/**
 * qv_guest_check_unsaved:
 *
 * Returns: FALSE with @error (QV_ERROR_FAILED) where the guest's memory is saved: at its next start
 *   it would go on with the disks of then.
 */
gboolean qv_guest_check_unsaved(QvGuest *guest, GError **error);

/** qv_guest_put: defines the domain anew as it stands, without looking at what libvirt kept. */
gboolean qv_guest_put(QvConnection *connection, xmlNode *domain, GError **error);

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

/**
 * qv_guest_define:
 * @domain: the domain's XML
 * @undo: learns of the definition
 *
 * Has libvirt validate and define the domain, then compares what it kept with what was asked.
 *
 * Returns: (transfer full): the guest; NULL with @error: QV_ERROR_FAILED for a name that is
 *   taken, QV_ERROR_TEMPLATE for what libvirt dropped.
 */
QvGuest *qv_guest_define(QvConnection *connection, xmlDoc *domain, QvUndo *undo, GError **error);

/**
 * qv_guest_redefine:
 * @domain: the domain's element, with the UUID of a guest that is there
 *
 * As qv_guest_define(), for new XML of a guest that is there. What libvirt refuses leaves the
 * guest as it was.
 */
gboolean qv_guest_redefine(QvConnection *connection, xmlNode *domain, GError **error);

/**
 * qv_guest_start:
 * @watch: seconds to watch the guest for, after libvirt called it started
 *
 * Starts the guest, and does not believe it: a guest may be paused by an internal error a moment
 * later.
 *
 * Returns: FALSE with @error: QV_ERROR_HOST, with QEMU's last words, for a guest that was started
 *   and stands still or is gone.
 */
gboolean qv_guest_start(QvGuest *guest, guint watch, GError **error);

/** qv_guest_start_paused: starts the guest, which stands still until it is resumed. */
gboolean qv_guest_start_paused(QvGuest *guest, GError **error);

/**
 * qv_guest_ask_to_stop:
 *
 * Asks the guest to shut down, and does not wait.
 */
gboolean qv_guest_ask_to_stop(QvGuest *guest, GError **error);

/**
 * qv_guest_shutdown:
 * @seconds: how long to wait for the guest to obey; 0 for no bound
 *
 * Returns: FALSE with @error (QV_ERROR_TIMEOUT) when it still runs then.
 */
gboolean qv_guest_shutdown(QvGuest *guest, guint seconds, GError **error);

/** qv_guest_destroy: pulls the plug; a guest that is off already is no error. */
gboolean qv_guest_destroy(QvGuest *guest, GError **error);

/**
 * qv_guest_undefine:
 *
 * Removes the definition with all that hangs on it: UEFI variables, TPM state, managed save, the
 * metadata of snapshots and checkpoints.
 */
gboolean qv_guest_undefine(QvGuest *guest, GError **error);

/** qv_guest_flags: whether it starts with the host, and whether it outlives a shutdown. */
void qv_guest_flags(QvGuest *guest, gboolean *autostart, gboolean *persistent);

/** qv_guest_variables: (transfer full): where libvirt keeps a guest's UEFI variables by itself. */
char *qv_guest_variables(QvGuest *guest);

/**
 * qv_guest_copy_tpm:
 * @to: a guest that never ran
 *
 * Copies what the emulated TPM of @from keeps.
 *
 * Returns: FALSE with @error: QV_ERROR_HOST where the files are on another host.
 */
gboolean qv_guest_copy_tpm(QvGuest *from, QvGuest *to, GError **error);
