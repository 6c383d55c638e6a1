/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hosts: the hypervisors that a call is about, one after the other or all at once. */
#include "cli/hosts.h"

#include "cli/command.h"
#include "cli/hosts-conf.h"
#include "hv/event/watch.h"

static void
host_free(gpointer data)
{
    QvHost *host = data;

    g_clear_pointer(&host->connection, qv_disconnect);
    g_free(host->name);
    g_free(host->uri);
    g_free(host);
}

static gboolean
add_named_host(GPtrArray *hosts, const char *name, const char *uri, GError **error)
{
    QvHost *host;

    for (guint i = 0; i < hosts->len; i++) {
        const QvHost *other = hosts->pdata[i];
        if (g_strcmp0(other->name, name) != 0)
            continue;
        return g_strcmp0(other->uri, uri) == 0 ||
               qv_fail(error, QV_ERROR_USAGE, _("two hosts are called '%s': %s and %s"), name,
                       other->uri, uri);
    }
    host = g_new0(QvHost, 1);
    host->name = g_strdup(name);
    host->uri = g_strdup(uri);
    g_ptr_array_add(hosts, host);
    return TRUE;
}

static gboolean
add_group(GPtrArray *hosts, const char *group, GError **error)
{
    g_auto(GStrv) names = NULL;
    g_auto(GStrv) uris = NULL;

    if (!qv_hosts_conf_read(group, &names, &uris, error))
        return FALSE;
    for (guint i = 0; names[i] != NULL; i++)
        if (!add_named_host(hosts, names[i], uris[i], error))
            return FALSE;
    return TRUE;
}

GPtrArray *
qv_hosts_new(GStrv uris, GStrv groups, GError **error)
{
    g_autoptr(GPtrArray) hosts = g_ptr_array_new_with_free_func(host_free);

    for (; uris != NULL && *uris != NULL; uris++)
        if (!add_named_host(hosts, *uris, *uris, error))
            return NULL;
    for (; groups != NULL && *groups != NULL; groups++)
        if (!add_group(hosts, *groups, error))
            return NULL;
    if (hosts->len == 0)
        add_named_host(hosts, g_getenv("QVIRT_URI"), g_getenv("QVIRT_URI"), NULL);
    return g_steal_pointer(&hosts);
}

QvConnection *
qv_host_connect(QvHost *host, GError **error)
{
    if (host->connection == NULL)
        host->connection = qv_connect(host->uri, error);
    if (host->connection != NULL && host->name == NULL)
        host->name = qv_connection_uri(host->connection);
    return host->connection;
}

static void
answer_free(gpointer data)
{
    QvAnswer *answer = data;

    if (answer->result != NULL)
        answer->free_result(answer->result);
    g_clear_error(&answer->error);
    g_free(answer);
}

GPtrArray *
qv_answers_new(void)
{
    return g_ptr_array_new_with_free_func(answer_free);
}

QvAnswer *
qv_answer_new(QvHost *host, GDestroyNotify free_result)
{
    QvAnswer *answer = g_new0(QvAnswer, 1);

    answer->host = host;
    answer->free_result = free_result;
    return answer;
}

typedef struct {
    QvAnswer answer; /* first, so that the one can be freed as the other */
    QvHostFunc ask;
    gpointer data;
    GThread *thread;
    gint *pending; /* threads that have not ended yet; NULL where there is no need for any */
} Question;

static void
ask_host_question(Question *question)
{
    QvAnswer *answer = &question->answer;

    if (qv_host_connect(answer->host, &answer->error) == NULL)
        return;
    if (question->pending != NULL)
        qv_connection_keep_alive(answer->host->connection);
    answer->result = question->ask(answer->host, question->data, &answer->error);
    /* Who asks again connects again. */
    if (answer->result == NULL && !qv_connection_is_alive(answer->host->connection))
        g_clear_pointer(&answer->host->connection, qv_disconnect);
}

static gpointer
ask_in_thread(gpointer data)
{
    Question *question = data;

    ask_host_question(question);
    g_atomic_int_add(question->pending, -1);
    g_main_context_wakeup(NULL);
    return NULL;
}

static void
ask_all(GPtrArray *questions)
{
    gint pending = (gint)questions->len;
    g_autoptr(GError) fault = NULL;

    if (!qv_event_prepare(&fault))
        qv_warn("%s", fault->message);
    for (guint i = 0; i < questions->len; i++) {
        Question *question = questions->pdata[i];
        question->pending = &pending;
        question->thread = g_thread_new("host", ask_in_thread, question);
    }
    /* libvirt finds out in here that a daemon answers no more. */
    while (g_atomic_int_get(&pending) > 0)
        g_main_context_iteration(NULL, TRUE);
    for (guint i = 0; i < questions->len; i++)
        g_thread_join(((Question *)questions->pdata[i])->thread);
}

GPtrArray *
qv_call_on_hosts(QvCall *call, QvHostFunc ask, gpointer data, GDestroyNotify free_result)
{
    GPtrArray *questions = qv_answers_new();

    for (guint i = 0; i < call->hosts->len; i++) {
        Question *question = g_new0(Question, 1);
        question->answer.host = call->hosts->pdata[i];
        question->answer.free_result = free_result;
        question->ask = ask;
        question->data = data;
        g_ptr_array_add(questions, question);
    }
    if (call->hosts->len > 1)
        ask_all(questions);
    else
        ask_host_question(questions->pdata[0]);
    return questions;
}

GError *
qv_answer_fault(const QvAnswer *answer)
{
    const char *name = answer->host->name, *message = answer->error->message;
    gboolean is_uri = answer->host->uri == NULL || g_str_equal(name, answer->host->uri);

    /* The message of a connection that failed names the URI already. */
    if (is_uri && strstr(message, name) != NULL)
        return g_error_new_literal(QV_ERROR, QV_ERROR_CONNECT, message);
    return g_error_new(QV_ERROR, QV_ERROR_CONNECT, "%s: %s", name, message);
}

gboolean
qv_answers_check(GPtrArray *answers, GError **error)
{
    g_autoptr(GError) last = NULL;

    for (guint i = 0; i < answers->len; i++) {
        const QvAnswer *answer = answers->pdata[i];
        if (answer->error == NULL)
            continue;
        if (last != NULL)
            qv_complain(last);
        g_clear_error(&last);
        last = answers->len > 1 ? qv_answer_fault(answer) : g_error_copy(answer->error);
    }
    if (last == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&last));
    return FALSE;
}

QvHost *
qv_call_named_host(QvCall *call, const char *word, const char **rest)
{
    QvHost *longest = NULL;
    gsize most = 0;

    for (guint i = 0; i < call->hosts->len; i++) {
        QvHost *host = call->hosts->pdata[i];
        gsize length = host->name ? strlen(host->name) : 0;
        if (length > most && g_str_has_prefix(word, host->name) && word[length] == '/') {
            longest = host;
            most = length;
        }
    }
    *rest = word + most + 1;
    return longest;
}

static QvGuest *
find_on(QvHost *host, const char *word, GError **error)
{
    QvConnection *connection = qv_host_connect(host, error);

    return connection ? qv_guest_find(connection, word, error) : NULL;
}

static gpointer
find_guest_on_host(QvHost *host, gpointer word, GError **error)
{
    return qv_guest_find(host->connection, word, error);
}

static void
free_guest(gpointer guest)
{
    qv_guest_unref(guest);
}

static gboolean
check_guest_unique(const char *word, GPtrArray *found, const QvAnswer *silent,
                   const QvAnswer *absent, GError **error)
{
    const QvHost *first = found->len ? ((QvAnswer *)found->pdata[0])->host : NULL;
    const QvHost *second = found->len > 1 ? ((QvAnswer *)found->pdata[1])->host : NULL;

    if (second != NULL)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("there is a guest '%s' on %s and on %s: say %s/%s or %s/%s, or name one "
                         "host with -c"),
                       word, first->name, second->name, first->name, word, second->name, word);
    if (silent != NULL && first != NULL)
        return qv_fail(error, QV_ERROR_CONNECT,
                       _("guest '%s' is on %s, but may be on %s too, which does not answer: say "
                         "%s/%s"),
                       word, first->name, silent->host->name, first->name, word);
    if (silent != NULL)
        g_propagate_error(error, qv_answer_fault(silent));
    else if (first == NULL)
        g_propagate_error(error, g_error_copy(absent->error));
    return first != NULL;
}

QvGuest *
qv_call_guest(QvCall *call, const char *word, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    const QvAnswer *silent = NULL, *absent = NULL;
    const char *rest;
    QvHost *host = qv_call_named_host(call, word, &rest);

    if (host != NULL)
        return find_on(host, rest, error);
    if (call->hosts->len == 1)
        return find_on(call->hosts->pdata[0], word, error);
    g_autoptr(GPtrArray) answers =
        qv_call_on_hosts(call, find_guest_on_host, (gpointer)word, free_guest);
    for (guint i = 0; i < answers->len; i++) {
        QvAnswer *answer = answers->pdata[i];
        if (answer->result != NULL)
            g_ptr_array_add(found, answer);
        else if (g_error_matches(answer->error, QV_ERROR, QV_ERROR_NOT_FOUND))
            absent = answer;
        else
            silent = answer;
    }
    if (!check_guest_unique(word, found, silent, absent, error))
        return NULL;
    return g_steal_pointer(&((QvAnswer *)found->pdata[0])->result);
}
