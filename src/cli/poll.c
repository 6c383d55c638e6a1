/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* poll: samples of all hosts of a call, again and again; one that hangs does not stop the
 * others. */
#include "cli/poll.h"

#include "base/interrupt.h"
#include "base/task.h"

/* Milliseconds that several hosts are waited for: at first until a connection is given up, and then
 * for longer than a sample takes where a guest hangs. */
#define FIRST_PATIENCE 12000
#define PATIENCE 3000

/* One host. While a task is under way all but the first part is the task's. */
typedef struct {
    QvHost *host; /* handed on only: who takes a poll in a thread may outlive it */
    char *name;
    QvTask *task;    /* under way, or NULL */
    GError *silence; /* why it did not answer the time before; NULL if it did */

    char *uri;
    GStrv words; /* the guests to ask for, NULL for all */
    gboolean is_alone, all;
    QvSampleFlags flags;
    QvConnection *connection;
    QvSampler *sampler;
    GPtrArray *samples; /* what was the answer, or NULL with error */
    GError *error;
} Place;

struct QvPoll {
    GPtrArray *places; /* (element-type Place) */
    gboolean is_first;
};

static void
free_place(gpointer data)
{
    Place *place = data;

    g_clear_pointer(&place->sampler, qv_sampler_free);
    g_clear_pointer(&place->connection, qv_disconnect);
    g_clear_pointer(&place->samples, g_ptr_array_unref);
    g_clear_error(&place->error);
    g_clear_error(&place->silence);
    g_strfreev(place->words);
    g_free(place->name);
    g_free(place->uri);
}

static void
unref_place(gpointer place)
{
    g_atomic_rc_box_release_full(place, free_place);
}

/* The words that may name guests of this host. */
static GStrv
words_for(QvCall *call, const QvHost *host)
{
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();

    for (char **word = call->arguments; *word != NULL; word++) {
        const char *rest;
        const QvHost *named = qv_call_named_host(call, *word, &rest);
        if (named == NULL || named == host)
            g_strv_builder_add(words, named ? rest : *word);
    }
    return g_strv_builder_end(words);
}

static Place *
new_place(QvCall *call, QvHost *host, gboolean uuids)
{
    Place *place = g_atomic_rc_box_new0(Place);

    place->host = host;
    place->name = g_strdup(host->name);
    place->uri = g_strdup(host->uri);
    place->words = call->arguments ? words_for(call, host) : NULL;
    place->is_alone = call->hosts->len == 1;
    place->flags = (uuids ? QV_SAMPLE_UUIDS : 0) | (place->is_alone ? 0 : QV_SAMPLE_SOME);
    place->connection = g_steal_pointer(&host->connection);
    return place;
}

QvPoll *
qv_poll_new(QvCall *call, gboolean uuids, GError **error)
{
    QvPoll *poll;

    if (call->hosts->len == 1 && qv_call_connection(call, error) == NULL)
        return NULL;
    poll = g_new0(QvPoll, 1);
    poll->is_first = TRUE;
    poll->places = g_ptr_array_new_with_free_func(unref_place);
    for (guint i = 0; i < call->hosts->len; i++)
        g_ptr_array_add(poll->places, new_place(call, call->hosts->pdata[i], uuids));
    return poll;
}

void
qv_poll_free(QvPoll *poll)
{
    for (guint i = 0; i < poll->places->len; i++) {
        Place *place = poll->places->pdata[i];
        g_clear_pointer(&place->task, qv_task_unref);
    }
    g_ptr_array_unref(poll->places);
    g_free(poll);
}

static void
ask_poll_place(gpointer data)
{
    Place *place = data;

    if (place->sampler == NULL) {
        place->connection =
            place->connection ? place->connection : qv_connect(place->uri, &place->error);
        if (place->connection == NULL)
            return;
        place->sampler = qv_sampler_new(&place->connection, place->flags);
    }
    place->samples = qv_sampler_take(place->sampler, place->all, (const char *const *)place->words,
                                     &place->error);
}

/* Whether the task is done by @end; an interrupt ends the waiting. */
static gboolean
await_poll_task(QvTask *task, gint64 end)
{
    gint64 rest;

    do {
        rest = (end - g_get_monotonic_time()) / G_TIME_SPAN_MILLISECOND;
        if (qv_task_wait(task, (guint)CLAMP(rest, 0, 100)))
            return TRUE;
    } while (rest > 0 && qv_interrupt_check(NULL));
    return FALSE;
}

static QvAnswer *
answer_of(Place *place, gboolean is_done)
{
    QvAnswer *answer = qv_answer_new(place->host, (GDestroyNotify)g_ptr_array_unref);
    gboolean was_silent = place->silence != NULL;

    if (is_done) {
        g_clear_pointer(&place->task, qv_task_unref);
        g_clear_error(&place->silence);
        answer->result = g_steal_pointer(&place->samples);
        place->silence = g_steal_pointer(&place->error);
    } else if (place->silence == NULL) {
        qv_fail(&place->silence, QV_ERROR_CONNECT, _("%s does not answer"), place->name);
    }
    answer->error = place->silence ? g_error_copy(place->silence) : NULL;
    answer->is_news = was_silent != (place->silence != NULL);
    return answer;
}

static gint64
deadline(const QvPoll *poll, const Place *place)
{
    gint64 patience = poll->is_first ? FIRST_PATIENCE : PATIENCE;

    if (place->is_alone)
        return G_MAXINT64;
    return g_get_monotonic_time() + (place->silence ? 0 : patience) * G_TIME_SPAN_MILLISECOND;
}

GPtrArray *
qv_poll_take(QvPoll *poll, gboolean all)
{
    GPtrArray *answers = qv_answers_new();
    g_autofree gint64 *ends = g_new0(gint64, poll->places->len);

    for (guint i = 0; i < poll->places->len; i++) {
        Place *place = poll->places->pdata[i];
        ends[i] = deadline(poll, place);
        if (place->task != NULL)
            continue;
        place->all = all;
        place->task = qv_task_new(ask_poll_place, g_atomic_rc_box_acquire(place), unref_place);
    }
    for (guint i = 0; i < poll->places->len; i++) {
        Place *place = poll->places->pdata[i];
        g_ptr_array_add(answers, answer_of(place, await_poll_task(place->task, ends[i])));
    }
    poll->is_first = FALSE;
    return answers;
}

gboolean
qv_poll_answered(GPtrArray *answers)
{
    for (guint i = 0; i < answers->len; i++)
        if (((QvAnswer *)answers->pdata[i])->result != NULL)
            return TRUE;
    return FALSE;
}
