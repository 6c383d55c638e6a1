/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stats: takes samples of a host's guests; a guest that hangs does not hold up the others. */
#include "hv/stats.h"

#include "base/error.h"
#include "base/task.h"
#include "hv/guest.h"
#include "hv/sample-libvirt.h"
#include "hv/unresponsive.h"

/* One call asks for all guests, and most figures come from QEMU's monitor. With NOWAIT libvirt
 * leaves out the figures of a guest whose job lock somebody holds, but the first caller gets that
 * lock, asks the monitor and waits for the answer for as long as QEMU stands still. So each call
 * is a task that may be left behind. Once it is, it holds the lock of the guest that hangs, and
 * the next call passes that guest by. Who hangs is told by the control interface: its monitor is
 * "occupied", and since when.
 *
 * A call that is left behind keeps its connection: libvirt's client may lose the wake-up of a
 * second call (seen in 9.0: the daemon had answered, and the caller slept on). It also keeps one
 * of the daemon's twenty workers, so only a few are left behind. Beyond them nothing is asked that
 * needs a monitor. */
#define MOST_LEFT_BEHIND 4

#define FIRST_WAIT 500    /* milliseconds until it is asked who hangs */
#define NEXT_WAIT 300     /* the same once somebody does */
#define HANGS_AFTER 250   /* milliseconds that a monitor has been silent for */
#define LIST_WAIT 300     /* FIRST_WAIT of qv_stats_hung(), which is in more of a hurry */
#define LIST_AFTER 150    /* its HANGS_AFTER */
#define DAEMON_WAIT 10000 /* milliseconds until the daemon itself is given up */

#define WITHOUT_MONITOR (VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_INTERFACE)
#define ALL_GROUPS                                                                                 \
    (WITHOUT_MONITOR | VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_BALLOON |                     \
     VIR_DOMAIN_STATS_VCPU | VIR_DOMAIN_STATS_BLOCK)

struct QvSampler {
    QvConnection **place;
    char *uri;
    QvConnection *spare; /* to ask who hangs while a call is under way; NULL until then */
    GHashTable *hung;    /* names of guests that held up the sample that is being taken */
    gboolean uuids;
    gboolean no_nowait; /* the driver refuses the flag */
    gint *left_behind;  /* how many calls did not come back yet; shared with them */
};

/* ---- one bulk call ---- */

typedef struct {
    virConnect *connection;
    virDomainPtr *guests; /* ended by NULL; all guests for NULL */
    unsigned int groups, flags;
    gboolean is_left;
    gint *left_behind;
    virDomainStatsRecordPtr *records; /* ended by NULL; NULL where the call failed */
    GError *error;
} Question;

static void
question_free(gpointer data)
{
    Question *question = data;

    if (question->is_left)
        g_atomic_int_add(question->left_behind, -1);
    g_atomic_rc_box_release(question->left_behind);
    if (question->records != NULL)
        qv_libvirt_free_records(question->records);
    qv_unresponsive_free(question->guests);
    g_clear_error(&question->error);
    virConnectClose(question->connection);
    g_free(question);
}

static void
put_question(gpointer data)
{
    Question *question = data;
    int n = question->guests ? virDomainListGetStats(question->guests, question->groups,
                                                     &question->records, question->flags)
                             : virConnectGetAllDomainStats(question->connection, question->groups,
                                                           &question->records, question->flags);

    if (n < 0)
        qv_libvirt_fail(&question->error);
}

static Question *
question_new(QvSampler *sampler, virDomainPtr *guests, unsigned int groups, gboolean all)
{
    Question *question = g_new0(Question, 1);

    virConnectRef(*sampler->place);
    question->connection = *sampler->place;
    question->guests = guests ? qv_unresponsive_copy(guests) : NULL;
    question->groups = groups;
    question->flags = sampler->no_nowait ? 0 : VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT;
    if (guests == NULL && !all)
        question->flags |= VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE;
    question->left_behind = g_atomic_rc_box_acquire(sampler->left_behind);
    return question;
}

/* The spare connection takes the place of the one that the question keeps. */
static void
leave_behind(QvSampler *sampler, Question *question)
{
    question->is_left = TRUE;
    g_atomic_int_inc(sampler->left_behind);
    g_clear_pointer(sampler->place, virConnectClose);
    *sampler->place = g_steal_pointer(&sampler->spare);
}

/* ---- the answer of all that answer ---- */

/* Who hangs while a call is under way. */
static GHashTable *
find_hung_sampled(QvSampler *sampler, guint threshold)
{
    GHashTable *hung;

    if (sampler->spare == NULL)
        sampler->spare = qv_connect(sampler->uri, NULL);
    hung = sampler->spare ? qv_unresponsive_find(sampler->spare, NULL, threshold, NULL) : NULL;
    if (hung == NULL)
        g_clear_pointer(&sampler->spare, virConnectClose);
    return hung ? hung : qv_unresponsive_none();
}

/* Whether there are guests that hang and did not before; remembers them. */
static gboolean
somebody_new(QvSampler *sampler)
{
    g_autoptr(GHashTable) now = find_hung_sampled(sampler, HANGS_AFTER);
    gboolean found = FALSE;
    GHashTableIter iter;
    gpointer name;

    g_hash_table_iter_init(&iter, now);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        found |= g_hash_table_add(sampler->hung, g_strdup(name));
    return found;
}

typedef enum { ANSWERED, HELD_UP, REFUSED, FAILED } Outcome;

/* Waits until there is an answer, or a guest is seen to hold it up. */
static Outcome
await_stats_answer(QvSampler *sampler, QvTask *task, GError **error)
{
    guint step = g_hash_table_size(sampler->hung) > 0 ? NEXT_WAIT : FIRST_WAIT;

    for (guint waited = 0; waited < DAEMON_WAIT; waited += step) {
        if (qv_task_wait(task, step))
            return ANSWERED;
        if (somebody_new(sampler))
            return HELD_UP;
    }
    g_clear_pointer(sampler->place, virConnectClose);
    qv_fail(error, QV_ERROR_CONNECT, _("%s does not answer for %u seconds"), sampler->uri,
            DAEMON_WAIT / 1000);
    return FAILED;
}

static gboolean
is_refusal(QvSampler *sampler, const GError *error)
{
    return !sampler->no_nowait && g_error_matches(error, QV_LIBVIRT_ERROR, VIR_ERR_INVALID_ARG);
}

/* Which of the guests hang; waits for those of which it cannot be told yet. NULL where the daemon
 * does not answer any more. */
static GHashTable *
settle_suspects(QvSampler *sampler, virDomainPtr *suspects)
{
    GHashTable *hung;
    gboolean busy = FALSE;

    for (guint waited = 0;; waited += HANGS_AFTER / 5) {
        hung = qv_unresponsive_find(*sampler->place, suspects, HANGS_AFTER, &busy);
        if (hung == NULL || !busy || waited >= 2 * HANGS_AFTER)
            return hung;
        g_hash_table_unref(hung);
        g_usleep(HANGS_AFTER / 5 * 1000);
    }
}

/* Figures are missing where a guest hangs, and where another client was at it just then. Returns
 * the guests of the second kind, ended by NULL, or NULL for none. */
static virDomainPtr *
examine(QvSampler *sampler, GPtrArray *samples, virDomainStatsRecordPtr *records)
{
    g_autoptr(GPtrArray) suspects = g_ptr_array_new();
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    g_autoptr(GHashTable) hung = NULL;

    for (guint i = 0; i < samples->len; i++)
        if (qv_sample_is_incomplete(samples->pdata[i]))
            g_ptr_array_add(suspects, records[i]->dom);
    if (suspects->len == 0)
        return NULL;
    g_ptr_array_add(suspects, NULL);
    hung = settle_suspects(sampler, (virDomainPtr *)suspects->pdata);
    if (hung == NULL) {
        g_clear_pointer(sampler->place, virConnectClose);
        return NULL;
    }
    for (guint i = 0; i < samples->len; i++) {
        QvSample *sample = samples->pdata[i];
        if (!qv_sample_is_incomplete(sample))
            continue;
        sample->hangs = g_hash_table_contains(hung, sample->name);
        qv_sample_fill_in(sample, records[i]->dom);
        if (!sample->hangs)
            g_ptr_array_add(others, records[i]->dom);
    }
    if (others->len == 0)
        return NULL;
    g_ptr_array_add(others, NULL);
    return qv_unresponsive_copy((virDomainPtr *)others->pdata);
}

/* Puts one question. Adds the answer to @samples, and to @again who was busy. */
static Outcome
ask_stats(QvSampler *sampler, virDomainPtr *guests, gboolean all, GPtrArray *samples,
          virDomainPtr **again, GError **error)
{
    gboolean enough = g_atomic_int_get(sampler->left_behind) >= MOST_LEFT_BEHIND;
    Question *question = question_new(sampler, guests, enough ? WITHOUT_MONITOR : ALL_GROUPS, all);
    g_autoptr(QvTask) task = qv_task_new(put_question, question, question_free);
    Outcome outcome = await_stats_answer(sampler, task, error);
    gint64 now = g_get_monotonic_time();

    if (outcome == HELD_UP)
        leave_behind(sampler, question);
    if (outcome != ANSWERED)
        return outcome;
    if (question->error != NULL && is_refusal(sampler, question->error)) {
        sampler->no_nowait = TRUE;
        return REFUSED;
    }
    if (question->error != NULL) {
        g_propagate_error(error, g_error_copy(question->error));
        return FAILED;
    }
    for (virDomainStatsRecordPtr *record = question->records; *record != NULL; record++)
        g_ptr_array_add(samples, qv_sample_read(*record, now, sampler->uuids));
    *again = examine(sampler, samples, question->records);
    return ANSWERED;
}

static GPtrArray *
new_samples(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)qv_sample_free);
}

/* Asks once more for guests that were busy; @samples keeps what it has of those that still are. */
static void
ask_again(QvSampler *sampler, virDomainPtr *guests, GPtrArray *samples)
{
    g_autoptr(GPtrArray) late = new_samples();
    virDomainPtr *again = NULL;

    ask_stats(sampler, guests, TRUE, late, &again, NULL);
    for (guint i = 0; i < late->len; i++)
        for (guint j = 0; j < samples->len; j++) {
            QvSample *old = samples->pdata[j], *new = late->pdata[i];
            if (!g_str_equal(old->name, new->name))
                continue;
            samples->pdata[j] = new;
            late->pdata[i] = old;
            break;
        }
    qv_unresponsive_free(again);
}

static int
compare_sample_names(gconstpointer a, gconstpointer b)
{
    const QvSample *const *one = a, *const *other = b;

    return strcmp((*one)->name, (*other)->name);
}

/* ---- a host ---- */

QvSampler *
qv_sampler_new(QvConnection **place, gboolean uuids)
{
    QvSampler *sampler = g_new0(QvSampler, 1);

    sampler->place = place;
    sampler->uri = qv_connection_uri(*place);
    sampler->uuids = uuids;
    sampler->hung = qv_unresponsive_none();
    sampler->left_behind = g_atomic_rc_box_new0(gint);
    return sampler;
}

void
qv_sampler_free(QvSampler *sampler)
{
    g_clear_pointer(&sampler->spare, virConnectClose);
    g_hash_table_unref(sampler->hung);
    g_atomic_rc_box_release(sampler->left_behind);
    g_free(sampler->uri);
    g_free(sampler);
}

/* The guests that are chosen, ended by NULL. */
static virDomainPtr *
choose_sampled_guests(QvSampler *sampler, QvChooseFunc choose, gpointer data, GError **error)
{
    g_autoptr(GPtrArray) guests = choose(*sampler->place, data, error);

    if (guests == NULL)
        return NULL;
    g_ptr_array_set_free_func(guests, NULL);
    g_ptr_array_add(guests, NULL);
    return (virDomainPtr *)g_ptr_array_free(g_steal_pointer(&guests), FALSE);
}

static GPtrArray *
take_samples(QvSampler *sampler, gboolean all, QvChooseFunc choose, gpointer data, GError **error)
{
    Outcome outcome;

    g_hash_table_remove_all(sampler->hung);
    do {
        virDomainPtr *guests = choose ? choose_sampled_guests(sampler, choose, data, error) : NULL,
                     *again = NULL;
        g_autoptr(GPtrArray) samples = new_samples();
        if (choose != NULL && guests == NULL)
            return NULL;
        if (guests != NULL && *guests == NULL) {
            qv_unresponsive_free(guests);
            return g_steal_pointer(&samples);
        }
        outcome = ask_stats(sampler, guests, all, samples, &again, error);
        if (again != NULL)
            ask_again(sampler, again, samples);
        qv_unresponsive_free(again);
        qv_unresponsive_free(guests);
        g_ptr_array_sort(samples, compare_sample_names);
        if (outcome == ANSWERED)
            return g_steal_pointer(&samples);
    } while (outcome != FAILED);
    return NULL;
}

static gboolean
connect_again(QvSampler *sampler, GError **error)
{
    g_clear_pointer(&sampler->spare, virConnectClose);
    g_clear_pointer(sampler->place, virConnectClose);
    *sampler->place = qv_connect(sampler->uri, error);
    return *sampler->place != NULL;
}

GPtrArray *
qv_sampler_take(QvSampler *sampler, gboolean all, QvChooseFunc choose, gpointer data,
                GError **error)
{
    g_autoptr(GError) reason = NULL;
    GPtrArray *samples;

    if (*sampler->place == NULL && !connect_again(sampler, error))
        return NULL;
    samples = take_samples(sampler, all, choose, data, &reason);
    if (samples == NULL && *sampler->place != NULL && virConnectIsAlive(*sampler->place) == 0)
        return connect_again(sampler, error) ? take_samples(sampler, all, choose, data, error)
                                             : NULL;
    if (samples == NULL)
        g_propagate_error(error, g_steal_pointer(&reason));
    return samples;
}

GHashTable *
qv_stats_hung(QvConnection **place)
{
    g_autoptr(QvSampler) sampler = qv_sampler_new(place, FALSE);
    Question *question = question_new(sampler, NULL, VIR_DOMAIN_STATS_BALLOON, FALSE);
    g_autoptr(QvTask) task = qv_task_new(put_question, question, question_free);
    g_autoptr(GPtrArray) suspects = g_ptr_array_new();
    GHashTable *hung;

    if (!qv_task_wait(task, LIST_WAIT)) {
        hung = find_hung_sampled(sampler, LIST_AFTER);
        leave_behind(sampler, question);
        return hung;
    }
    for (virDomainStatsRecordPtr *record = question->records; record && *record; record++) {
        g_autoptr(QvSample) sample = qv_sample_read(*record, 0, FALSE);
        if (qv_sample_is_incomplete(sample))
            g_ptr_array_add(suspects, (*record)->dom);
    }
    if (suspects->len == 0)
        return qv_unresponsive_none();
    g_ptr_array_add(suspects, NULL);
    hung = qv_unresponsive_find(*place, (virDomainPtr *)suspects->pdata, LIST_AFTER, NULL);
    return hung ? hung : qv_unresponsive_none();
}
