/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* select: which guests are meant, by words and filters; all commands ask here.
 *
 * A word is [HOST/]GUEST. HOST is one of the call's hosts as it is called there, or a pattern of
 * such names; without it the guest may be on any. GUEST is, whichever of these means somebody on a
 * host first, an id, a UUID in upper or lower case, a name, or a pattern of names as a shell has
 * them (with "*", "?" or "[").
 *
 * A word that means nobody is an error (QV_ERROR_NOT_FOUND), whether it is a pattern or not, for
 * commands that read guests as for those that change them; only 'monitor' waits for guests to come
 * that a pattern means. Filters choose among the guests that the words mean, or among all; that
 * nobody passes them is no error. */
#pragma once

#include "cli/filter.h"

typedef struct QvSelect QvSelect;

/**
 * qv_select_new:
 * @words: (array length=n): the words; all guests for none
 * @literal: whether no word is a pattern
 *
 * Reads the words and the filters of the call.
 *
 * Returns: (transfer full): may be asked by several threads; NULL with @error.
 */
QvSelect *qv_select_new(QvCall *call, char **words, guint n, gboolean literal, GError **error);

/** qv_select_of_call: (transfer full): qv_select_new() with all arguments of the call. */
QvSelect *qv_select_of_call(QvCall *call, GError **error);
QvSelect *qv_select_ref(QvSelect *select);
void qv_select_unref(QvSelect *select);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSelect, qv_select_unref)

/** qv_select_is_all: whether there is neither a word nor a filter. */
gboolean qv_select_is_all(const QvSelect *select);

/** qv_select_hosts: (transfer container) (element-type QvHost): on which of @hosts guests may be
    meant. */
GPtrArray *qv_select_hosts(const QvSelect *select, GPtrArray *hosts);

/**
 * qv_select_matches:
 * @name: a guest's name
 * @uuid: (nullable): its UUID
 * @id: its id, or -1
 * @host: (nullable): the name of its host
 *
 * Returns: whether any word may mean such a guest; without knowing who else is there. Filters are
 *   not asked.
 */
gboolean qv_select_matches(const QvSelect *select, const char *name, const char *uuid, int id,
                           const char *host);

/* What is to be known of the guests that are meant. */
typedef struct {
    gboolean all;    /* where there is neither a word nor a filter: also of those that are off */
    gboolean states; /* their states */
    QvListDetails details;
} QvSelectAsk;

/* The guests that are meant on one host. */
typedef struct {
    GPtrArray *guests;  /* (element-type QvGuestState): sorted by name; without states and UUIDs
                           where they were not asked for */
    GPtrArray *details; /* (element-type QvListDetail): one for each */
} QvSelected;

void qv_selected_free(QvSelected *selected);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSelected, qv_selected_free)

/**
 * qv_select_on:
 * @host: (nullable): the host's name
 *
 * Finds the guests that are meant on a host: by one call for each word, or for all guests where a
 * word is a pattern or there is none.
 *
 * Returns: (transfer full): NULL with @error where the host could not be asked.
 */
QvSelected *qv_select_on(QvSelect *select, QvConnection *connection, const char *host,
                         const QvSelectAsk *ask, GError **error);

/** qv_select_tell: says which guests could not be read, once of each. */
void qv_select_tell(QvSelect *select);

/**
 * qv_select_check:
 * @answers: (element-type QvAnswer): of all hosts that qv_select_on() was asked for
 *
 * Returns: FALSE with @error (QV_ERROR_NOT_FOUND) for a word that meant nobody, naming the nearest,
 *   where all hosts have answered that may have such a guest.
 */
gboolean qv_select_check(QvSelect *select, GPtrArray *answers, GError **error);

/**
 * qv_select_guests:
 * @answers: (element-type QvAnswer): whose results are QvSelected
 *
 * For commands that change guests: each word must mean somebody, no host may be silent that may
 * have such guests, and a word that is no pattern must mean one guest.
 *
 * Returns: (transfer full) (element-type QvGuest): in the order of the words, each once; NULL with
 *   @error.
 */
GPtrArray *qv_select_guests(QvSelect *select, GPtrArray *answers, GError **error);

/**
 * qv_select_follow:
 * @answers: (element-type QvAnswer): of all hosts; the results are QvSelected, with UUIDs
 *
 * For commands that go on: from now on qv_select_matches() knows the guests that are meant by their
 * names and their UUIDs, so that one that is renamed, or deleted and defined anew, is still meant.
 * A pattern stays as it is, and means guests to come too, but where there are filters: of those to
 * come nobody knows whether they would pass.
 *
 * Returns: FALSE with @error (QV_ERROR_NOT_FOUND) where nobody is meant, nor could be.
 */
gboolean qv_select_follow(QvSelect *select, GPtrArray *answers, GError **error);
