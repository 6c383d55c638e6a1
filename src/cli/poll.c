/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* poll: samples of all hosts of a call, again and again; one that hangs does not stop the
 * others. */
#include "cli/poll.h"

#include "base/fan-out.h"
#include "base/interrupt.h"

/* Milliseconds that several hosts are waited for: at first until a connection is given up, and then
 * for longer than a sample takes where a guest hangs. */
#define FIRST_PATIENCE 12000
#define PATIENCE 3000

/* One host. While it is asked all but the first part is the asking thread's. */
typedef struct {
    QvHost *host; /* handed on only: who takes a poll in a thread may outlive it */
    char *name;
    gboolean is_alone, is_asked;
    GError *silence; /* why it did not answer the time before; NULL if it did */

    char *uri;
    QvSelect *select;
    gboolean all, uuids;
    QvConnection *connection;
    QvSampler *sampler;
    GPtrArray *samples; /* what was the answer, or NULL with error */
    GError *error;
} Place;

struct QvPoll {
    GPtrArray *places; /* (element-type Place) */
    QvFanOut *fan;     /* a place for each */
    QvSelect *select;
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
    g_clear_pointer(&place->select, qv_select_unref);
    g_free(place->name);
    g_free(place->uri);
}

static void
unref_place(gpointer place)
{
    g_atomic_rc_box_release_full(place, free_place);
}

static Place *
new_place(QvPoll *poll, QvHost *host, gboolean is_alone, gboolean uuids)
{
    Place *place = g_atomic_rc_box_new0(Place);

    place->host = host;
    place->name = g_strdup(host->name);
    place->uri = g_strdup(host->uri);
    place->select = qv_select_ref(poll->select);
    place->is_alone = is_alone;
    place->uuids = uuids;
    place->connection = g_steal_pointer(&host->connection);
    return place;
}

QvPoll *
qv_poll_new(QvCall *call, gboolean uuids, GError **error)
{
    g_autoptr(QvSelect) select = qv_select_of_call(call, error);
    QvPoll *poll;

    if (select == NULL)
        return NULL;
    g_autoptr(GPtrArray) hosts = qv_select_hosts(select, call->hosts);
    if (hosts->len == 1 && qv_host_connect(hosts->pdata[0], error) == NULL)
        return NULL;
    poll = g_new0(QvPoll, 1);
    poll->is_first = TRUE;
    poll->select = g_steal_pointer(&select);
    poll->fan = qv_fan_out_new(hosts->len, hosts->len);
    poll->places = g_ptr_array_new_with_free_func(unref_place);
    for (guint i = 0; i < hosts->len; i++)
        g_ptr_array_add(poll->places, new_place(poll, hosts->pdata[i], hosts->len == 1, uuids));
    return poll;
}

void
qv_poll_free(QvPoll *poll)
{
    qv_fan_out_free(poll->fan);
    g_ptr_array_unref(poll->places);
    qv_select_unref(poll->select);
    g_free(poll);
}

QvSelect *
qv_poll_select(QvPoll *poll)
{
    return poll->select;
}

static GPtrArray *
choose_polled_guests(QvConnection *connection, gpointer data, GError **error)
{
    static const QvSelectAsk ask = {.all = TRUE};
    const Place *place = data;
    g_autoptr(QvSelected) selected =
        qv_select_on(place->select, connection, place->name, &ask, error);
    GPtrArray *guests;

    if (selected == NULL)
        return NULL;
    guests = g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_unref);
    for (guint i = 0; i < selected->guests->len; i++)
        g_ptr_array_add(guests, qv_guest_ref(((QvGuestState *)selected->guests->pdata[i])->guest));
    return guests;
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
        place->sampler = qv_sampler_new(&place->connection, place->uuids);
    }
    place->samples = qv_sampler_take(place->sampler, place->all,
                                     qv_select_is_all(place->select) ? NULL : choose_polled_guests,
                                     place, &place->error);
}

/* Whether the host has answered by @end; an interrupt ends the waiting. */
static gboolean
await_poll_answer(QvPoll *poll, guint place, gint64 end)
{
    gint64 now;

    do {
        now = g_get_monotonic_time();
        if (qv_fan_out_wait(poll->fan, place, MIN(end, now + G_USEC_PER_SEC / 10)))
            return TRUE;
    } while (now < end && qv_interrupt_check(NULL));
    return FALSE;
}

static QvAnswer *
answer_of(Place *place, gboolean is_done)
{
    QvAnswer *answer = qv_answer_new(place->host, (GDestroyNotify)g_ptr_array_unref);
    gboolean was_silent = place->silence != NULL;

    if (is_done) {
        place->is_asked = FALSE;
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
        if (place->is_asked)
            continue;
        place->is_asked = TRUE;
        place->all = all;
        qv_fan_out_begin(poll->fan, i, ask_poll_place, g_atomic_rc_box_acquire(place), unref_place);
    }
    for (guint i = 0; i < poll->places->len; i++)
        g_ptr_array_add(answers,
                        answer_of(poll->places->pdata[i], await_poll_answer(poll, i, ends[i])));
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
