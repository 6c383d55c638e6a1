/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hosts: the hypervisors that a call is about, one after the other or all at once. */
#pragma once

#include "hv/connection.h"

typedef struct {
    char *name; /* as it was called: in hosts.conf, or what stood behind -c; NULL for the default
                   until it is connected */
    char *uri;  /* or libvirt's alias of one; NULL for libvirt's default */
    QvConnection *connection; /* NULL until it is asked for */
} QvHost;

/**
 * qv_hosts_new:
 * @uris: (nullable): the values of -c
 * @groups: (nullable): the values of --hosts
 *
 * Returns: (transfer full) (element-type QvHost): the hosts, at least one (that of QVIRT_URI, or
 *   libvirt's default), none twice, none connected yet; NULL with @error.
 */
GPtrArray *qv_hosts_new(GStrv uris, GStrv groups, GError **error);

/** qv_host_connect: opens the host's connection if that was not done yet; NULL with @error. */
QvConnection *qv_host_connect(QvHost *host, GError **error);

/* Asks one connected host; the result is never NULL, but for a failure. Where there are several
   hosts it runs in a thread for each: it may call what is in hv and below, and must neither print
   nor change what @data leads to. */
typedef gpointer (*QvHostFunc)(QvHost *host, gpointer data, GError **error);

/* What came of it: either a result or an error. */
typedef struct {
    QvHost *host;
    gpointer result;
    GError *error;
    GDestroyNotify free_result;
    gboolean is_news; /* of a host that is asked again and again: whether it fails for the first
                         time, or no longer */
} QvAnswer;

/** qv_answers_new: (transfer full) (element-type QvAnswer): none yet. */
GPtrArray *qv_answers_new(void);

/** qv_answer_new: (transfer full): an answer for qv_answers_new(), without anything yet. */
QvAnswer *qv_answer_new(QvHost *host, GDestroyNotify free_result);

/** qv_answer_fault: (transfer full): why the host failed, which is named. */
GError *qv_answer_fault(const QvAnswer *answer);

/**
 * qv_hosts_ask:
 * @hosts: (element-type QvHost): those of a call, or some of them
 * @ask: connects to nothing: its host is connected
 * @free_result: frees a result
 *
 * Runs @ask for all hosts at the same time and waits for all, while the default GMainContext is
 * served. A host that cannot be reached, or answers no more, costs 10 seconds. To list or measure
 * on all hosts:
 *
 *     answers = qv_hosts_ask(call->hosts, ask, &question, free_rows);
 *     for each answer that has a result: add its rows, with answer->host->name as "host";
 *     print the rows;
 *     return qv_answers_check(answers, error);
 *
 * Returns: (transfer full) (element-type QvAnswer): one for each host, in their order.
 */
GPtrArray *qv_hosts_ask(GPtrArray *hosts, QvHostFunc ask, gpointer data,
                        GDestroyNotify free_result);

/**
 * qv_answers_check:
 *
 * Says of all hosts that failed why, the last of them as @error: QV_ERROR_CONNECT where there are
 * several hosts. Returns: TRUE if none failed.
 */
gboolean qv_answers_check(GPtrArray *answers, GError **error);

/**
 * qv_host_named:
 * @word: what the user wrote
 * @rest: what is behind the slash, or all of it
 *
 * Returns: (nullable): the one of @hosts that HOST/... names.
 */
QvHost *qv_host_named(GPtrArray *hosts, const char *word, const char **rest);
