/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hosts: the hypervisors that a call is about, one after the other or all at once. */
#include "cli/hosts.h"

#include "base/fan-out.h"
#include "base/say.h"
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
    gboolean is_alone;
} Question;

static void
ask_host_question(gpointer data)
{
    Question *question = data;
    QvAnswer *answer = &question->answer;

    if (qv_host_connect(answer->host, &answer->error) == NULL)
        return;
    if (!question->is_alone)
        qv_connection_keep_alive(answer->host->connection);
    answer->result = question->ask(answer->host, question->data, &answer->error);
    /* Who asks again connects again. */
    if (answer->result == NULL && !qv_connection_is_alive(answer->host->connection))
        g_clear_pointer(&answer->host->connection, qv_disconnect);
}

/* libvirt finds out while the context is served that a daemon answers no more. */
static void
ask_all(GPtrArray *questions)
{
    g_autoptr(QvFanOut) fan = qv_fan_out_new(questions->len, questions->len);
    g_autoptr(GError) fault = NULL;

    if (!qv_event_prepare(&fault))
        qv_warn("%s", fault->message);
    for (guint i = 0; i < questions->len; i++)
        qv_fan_out_begin(fan, i, ask_host_question, questions->pdata[i], NULL);
    qv_fan_out_serve(fan);
}

GPtrArray *
qv_hosts_ask(GPtrArray *hosts, QvHostFunc ask, gpointer data, GDestroyNotify free_result)
{
    GPtrArray *questions = qv_answers_new();

    for (guint i = 0; i < hosts->len; i++) {
        Question *question = g_new0(Question, 1);
        *question = (Question){.answer = {.host = hosts->pdata[i], .free_result = free_result},
                               .ask = ask,
                               .data = data,
                               .is_alone = hosts->len == 1};
        g_ptr_array_add(questions, question);
    }
    if (hosts->len > 1)
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
qv_host_named(GPtrArray *hosts, const char *word, const char **rest)
{
    QvHost *longest = NULL;
    gsize most = 0;

    for (guint i = 0; i < hosts->len; i++) {
        QvHost *host = hosts->pdata[i];
        gsize length = host->name ? strlen(host->name) : 0;
        if (length > most && g_str_has_prefix(word, host->name) && word[length] == '/') {
            longest = host;
            most = length;
        }
    }
    *rest = longest ? word + most + 1 : word;
    return longest;
}
