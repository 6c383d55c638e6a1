/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stats: takes samples of a host's guests; a guest that hangs does not hold up the others. */
#include "hv/stats.h"

#include "core/errand.h"
#include "core/error.h"
#include "hv/guest.h"
#include "hv/libvirt.h"
#include "hv/state.h"

/* One call asks for all guests, and most figures come from QEMU's monitor. With NOWAIT libvirt
 * leaves out the figures of a guest whose job lock somebody holds, but the first caller gets that
 * lock, asks the monitor and waits for the answer for as long as QEMU stands still. So each call
 * is an errand that may be left behind. Once it is, it holds the lock of the guest that hangs, and
 * the next call with NOWAIT passes that guest by. Who hangs is told by the control interface,
 * which takes no lock: its monitor is "occupied", and since when.
 *
 * A call left behind is one of the five that the daemon takes from a client at a time, and keeps
 * one of its twenty workers, so there are no more than four. Beyond them nothing is asked that
 * needs a monitor. */
#define MOST_LEFT_BEHIND 4

#define FIRST_WAIT 500    /* milliseconds until it is asked who hangs */
#define HANGS_AFTER 400   /* milliseconds that a monitor has been silent for */
#define LIST_WAIT 300     /* the same for qv_stats_hung(), which is in more of a hurry */
#define DAEMON_WAIT 10000 /* milliseconds until the daemon itself is given up */

#define WITHOUT_MONITOR (VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_INTERFACE)
#define ALL_GROUPS                                                                                 \
    (WITHOUT_MONITOR | VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_BALLOON |                     \
     VIR_DOMAIN_STATS_VCPU | VIR_DOMAIN_STATS_BLOCK)

struct QvSampler {
    virConnect *connection;
    char *uri;
    gboolean no_nowait;  /* the driver refuses the flag */
    gboolean no_control; /* the driver has no control interface */
    gint *left_behind;   /* how many calls did not come back yet; shared with them */
};

/* ---- one bulk call ---- */

typedef struct {
    virConnect *connection;
    virDomainPtr *guests; /* ended by NULL; all guests for NULL */
    unsigned int groups, flags;
    gint left; /* it was left behind */
    gint *left_behind;
    virDomainStatsRecordPtr *records; /* ended by NULL; NULL where the call failed */
    GError *error;
} Question;

static void
free_guests(virDomainPtr *guests)
{
    for (virDomainPtr *guest = guests; guest != NULL && *guest != NULL; guest++)
        virDomainFree(*guest);
    g_free(guests);
}

static void
question_free(gpointer data)
{
    Question *question = data;

    if (question->left)
        g_atomic_int_add(question->left_behind, -1);
    g_atomic_rc_box_release(question->left_behind);
    if (question->records != NULL)
        virDomainStatsRecordListFree(question->records);
    free_guests(question->guests);
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

static virDomainPtr *
copy_guests(virDomainPtr *guests)
{
    GPtrArray *copy = g_ptr_array_new();

    for (virDomainPtr *guest = guests; *guest != NULL; guest++) {
        virDomainRef(*guest);
        g_ptr_array_add(copy, *guest);
    }
    g_ptr_array_add(copy, NULL);
    return (virDomainPtr *)g_ptr_array_free(copy, FALSE);
}

static Question *
question_new(QvSampler *sampler, virDomainPtr *guests, unsigned int groups, gboolean all)
{
    Question *question = g_new0(Question, 1);

    virConnectRef(sampler->connection);
    question->connection = sampler->connection;
    question->guests = guests ? copy_guests(guests) : NULL;
    question->groups = groups;
    question->flags = sampler->no_nowait ? 0 : VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT;
    if (guests == NULL && !all)
        question->flags |= VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE;
    question->left_behind = g_atomic_rc_box_acquire(sampler->left_behind);
    return question;
}

/* ---- who hangs ---- */

typedef struct {
    virConnect *connection;
    virDomainPtr *suspects; /* ended by NULL; all guests that run for NULL */
    guint threshold;
    GHashTable *hung; /* their UUIDs */
    gboolean unsupported;
} Probe;

static void
probe_free(gpointer data)
{
    Probe *probe = data;

    g_clear_pointer(&probe->hung, g_hash_table_unref);
    free_guests(probe->suspects);
    virConnectClose(probe->connection);
    g_free(probe);
}

static GHashTable *
new_set(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
probe_one(Probe *probe, virDomainPtr guest)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    virDomainControlInfo info;

    if (virDomainGetControlInfo(guest, &info, 0) < 0)
        probe->unsupported |= virGetLastErrorCode() == VIR_ERR_NO_SUPPORT;
    else if (info.state == VIR_DOMAIN_CONTROL_OCCUPIED && info.stateTime >= probe->threshold &&
             virDomainGetUUIDString(guest, uuid) == 0)
        g_hash_table_add(probe->hung, g_strdup(uuid));
}

static void
probe_all(gpointer data)
{
    Probe *probe = data;
    virDomainStatsRecordPtr *records = NULL;

    for (virDomainPtr *guest = probe->suspects; guest != NULL && *guest != NULL; guest++)
        probe_one(probe, *guest);
    if (probe->suspects != NULL ||
        virConnectGetAllDomainStats(probe->connection, VIR_DOMAIN_STATS_STATE, &records,
                                    VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE) < 0)
        return;
    for (virDomainStatsRecordPtr *record = records; *record != NULL; record++)
        probe_one(probe, (*record)->dom);
    virDomainStatsRecordListFree(records);
}

/* The UUIDs of the guests whose monitor is silent for that long; none where nobody can say. */
static GHashTable *
find_hung(QvSampler *sampler, virDomainPtr *suspects, guint threshold)
{
    Probe *probe;
    g_autoptr(QvErrand) errand = NULL;

    if (sampler->no_control)
        return new_set();
    probe = g_new0(Probe, 1);
    virConnectRef(sampler->connection);
    probe->connection = sampler->connection;
    probe->suspects = suspects ? copy_guests(suspects) : NULL;
    probe->threshold = threshold;
    probe->hung = new_set();
    errand = qv_errand_new(probe_all, probe, probe_free);
    if (!qv_errand_wait(errand, DAEMON_WAIT))
        return new_set();
    sampler->no_control = probe->unsupported;
    return g_hash_table_ref(probe->hung);
}

/* ---- the answer of all that answer ---- */

static gboolean
has_new(GHashTable *hung, GHashTable *known)
{
    GHashTableIter iter;
    gpointer uuid;

    g_hash_table_iter_init(&iter, hung);
    while (g_hash_table_iter_next(&iter, &uuid, NULL))
        if (!g_hash_table_contains(known, uuid))
            return TRUE;
    return FALSE;
}

typedef enum { ANSWERED, HELD_UP, SILENT } Outcome;

/* Waits until there is an answer, or a guest that is not among @hung is seen to hold it up. */
static Outcome
await(QvSampler *sampler, QvErrand *errand, GHashTable **hung)
{
    for (guint waited = 0; waited < DAEMON_WAIT; waited += FIRST_WAIT) {
        if (qv_errand_wait(errand, FIRST_WAIT))
            return ANSWERED;
        GHashTable *now = find_hung(sampler, NULL, HANGS_AFTER);
        gboolean held_up = has_new(now, *hung);
        g_hash_table_unref(*hung);
        *hung = now;
        if (held_up)
            return HELD_UP;
    }
    return SILENT;
}

static void
leave_behind(QvSampler *sampler, Question *question)
{
    question->left = TRUE;
    g_atomic_int_inc(sampler->left_behind);
}

static gboolean
is_refusal(QvSampler *sampler, const GError *error)
{
    return !sampler->no_nowait && g_error_matches(error, QV_LIBVIRT_ERROR, VIR_ERR_INVALID_ARG);
}

/* Puts one question, and again as long as it has guests that hang to pass by. */
static Question *
ask(QvSampler *sampler, virDomainPtr *guests, gboolean all, QvErrand **errand, GHashTable **hung,
    GError **error)
{
    for (;;) {
        gboolean enough = g_atomic_int_get(sampler->left_behind) >= MOST_LEFT_BEHIND;
        Question *question =
            question_new(sampler, guests, enough ? WITHOUT_MONITOR : ALL_GROUPS, all);
        g_autoptr(QvErrand) one = qv_errand_new(put_question, question, question_free);
        Outcome outcome = await(sampler, one, hung);
        if (outcome == HELD_UP) {
            leave_behind(sampler, question);
            continue;
        }
        if (outcome == SILENT) {
            qv_fail(error, QV_ERROR_CONNECT, _("%s does not answer for %u seconds"), sampler->uri,
                    DAEMON_WAIT / 1000);
            return NULL;
        }
        if (question->error != NULL && is_refusal(sampler, question->error)) {
            sampler->no_nowait = TRUE;
            continue;
        }
        if (question->error != NULL) {
            g_propagate_error(error, g_error_copy(question->error));
            return NULL;
        }
        *errand = g_steal_pointer(&one);
        return question;
    }
}

/* ---- records into samples ---- */

static gboolean
as_number(const virTypedParameter *parameter, guint64 *value)
{
    switch (parameter->type) {
    case VIR_TYPED_PARAM_INT:
        *value = parameter->value.i < 0 ? 0 : (guint64)parameter->value.i;
        return parameter->value.i >= 0;
    case VIR_TYPED_PARAM_UINT:
        *value = parameter->value.ui;
        return TRUE;
    case VIR_TYPED_PARAM_LLONG:
        *value = parameter->value.l < 0 ? 0 : (guint64)parameter->value.l;
        return parameter->value.l >= 0;
    case VIR_TYPED_PARAM_ULLONG:
        *value = parameter->value.ul;
        return TRUE;
    default:
        return FALSE;
    }
}

/* "0.rd.bytes" behind "block." is a figure of disk 0. */
static void
read_device(GPtrArray *devices, const QvFigure *table, const char *rest,
            const virTypedParameter *parameter)
{
    char *key;
    guint64 number = g_ascii_strtoull(rest, &key, 10);
    guint64 value;

    if (key == rest || *key != '.' || number > 4096)
        return;
    QvFigures *device = qv_figures_device(devices, (guint)number);
    if (g_str_equal(key, ".name") && parameter->type == VIR_TYPED_PARAM_STRING) {
        g_free(device->device);
        device->device = g_strdup(parameter->value.s);
    } else if (as_number(parameter, &value)) {
        qv_figures_set(device, table, key + 1, value);
    }
}

static void
read_parameter(QvSample *sample, const virTypedParameter *parameter, guint64 *state,
               guint64 *reason)
{
    const char *key = parameter->field;
    guint64 value;

    if (g_str_has_prefix(key, "block."))
        read_device(sample->disks, qv_disk_figures, key + strlen("block."), parameter);
    else if (g_str_has_prefix(key, "net."))
        read_device(sample->nets, qv_net_figures, key + strlen("net."), parameter);
    else if (!as_number(parameter, &value))
        return;
    else if (g_str_equal(key, "state.state"))
        *state = value;
    else if (g_str_equal(key, "state.reason"))
        *reason = value;
    else
        qv_figures_set(&sample->own, qv_guest_figures, key, value);
}

static QvSample *
read_record(virDomainStatsRecordPtr record, gint64 when)
{
    QvSample *sample = qv_sample_new();
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    guint64 state = VIR_DOMAIN_NOSTATE, reason = 0;

    virDomainGetUUIDString(record->dom, uuid);
    sample->name = g_strdup(virDomainGetName(record->dom));
    sample->uuid = g_strdup(uuid);
    sample->id = (int)virDomainGetID(record->dom);
    sample->when = when;
    for (int i = 0; i < record->nparams; i++)
        read_parameter(sample, &record->params[i], &state, &reason);
    sample->state = qv_state_name((int)state);
    sample->reason = qv_state_reason((int)state, (int)reason);
    return sample;
}

/* QEMU's driver gives the resident set of each guest that runs, but where it did not get to ask. */
static gboolean
is_incomplete(const QvSample *sample)
{
    guint64 value;

    return sample->id >= 0 && !qv_figures_get(&sample->own, QV_MEMORY_RESIDENT, &value);
}

/* What is known of a guest without its monitor. */
static void
fill_in(QvSample *sample, virDomainPtr guest)
{
    virDomainInfo info;
    guint64 value;

    if (qv_figures_get(&sample->own, QV_CPU_TIME, &value) || virDomainGetInfo(guest, &info) < 0)
        return;
    qv_figures_set(&sample->own, qv_guest_figures, "cpu.time", info.cpuTime);
    qv_figures_set(&sample->own, qv_guest_figures, "vcpu.current", info.nrVirtCpu);
    qv_figures_set(&sample->own, qv_guest_figures, "balloon.current", info.memory);
    qv_figures_set(&sample->own, qv_guest_figures, "balloon.maximum", info.maxMem);
}

/* Whether guests with figures missing hang, or only had something else to do. */
static void
examine(QvSampler *sampler, GPtrArray *samples, virDomainStatsRecordPtr *records)
{
    g_autoptr(GPtrArray) suspects = g_ptr_array_new();
    g_autoptr(GHashTable) hung = NULL;

    for (guint i = 0; i < samples->len; i++)
        if (is_incomplete(samples->pdata[i]))
            g_ptr_array_add(suspects, records[i]->dom);
    if (suspects->len == 0)
        return;
    g_ptr_array_add(suspects, NULL);
    hung = find_hung(sampler, (virDomainPtr *)suspects->pdata, HANGS_AFTER);
    for (guint i = 0; i < samples->len; i++) {
        QvSample *sample = samples->pdata[i];
        sample->hangs = g_hash_table_contains(hung, sample->uuid);
        if (is_incomplete(sample))
            fill_in(sample, records[i]->dom);
    }
}

static int
by_name(gconstpointer a, gconstpointer b)
{
    const QvSample *const *one = a, *const *other = b;

    return strcmp((*one)->name, (*other)->name);
}

static GPtrArray *
take(QvSampler *sampler, virDomainPtr *guests, gboolean all, GError **error)
{
    g_autoptr(GHashTable) hung = new_set();
    g_autoptr(QvErrand) errand = NULL;
    Question *question = ask(sampler, guests, all, &errand, &hung, error);
    g_autoptr(GPtrArray) samples = g_ptr_array_new_with_free_func((GDestroyNotify)qv_sample_free);
    gint64 now = g_get_monotonic_time();

    if (question == NULL)
        return NULL;
    for (virDomainStatsRecordPtr *record = question->records; *record != NULL; record++)
        g_ptr_array_add(samples, read_record(*record, now));
    examine(sampler, samples, question->records);
    g_ptr_array_sort(samples, by_name);
    return g_steal_pointer(&samples);
}

/* ---- which guests ---- */

static gboolean
is_glob(const char *word)
{
    return strpbrk(word, "*?") != NULL;
}

static void
add_once(GPtrArray *guests, virDomainPtr guest)
{
    unsigned char uuid[VIR_UUID_BUFLEN], other[VIR_UUID_BUFLEN];

    virDomainGetUUID(guest, uuid);
    for (guint i = 0; i < guests->len; i++) {
        virDomainGetUUID(guests->pdata[i], other);
        if (memcmp(uuid, other, sizeof uuid) == 0)
            return;
    }
    virDomainRef(guest);
    g_ptr_array_add(guests, guest);
}

static gboolean
add_matches(QvSampler *sampler, const char *glob, GPtrArray *guests, GError **error)
{
    virDomainStatsRecordPtr *records = NULL;
    gboolean found = FALSE;

    if (virConnectGetAllDomainStats(sampler->connection, VIR_DOMAIN_STATS_STATE, &records, 0) < 0)
        return qv_libvirt_fail(error);
    for (virDomainStatsRecordPtr *record = records; *record != NULL; record++) {
        if (!g_pattern_match_simple(glob, virDomainGetName((*record)->dom)))
            continue;
        add_once(guests, (*record)->dom);
        found = TRUE;
    }
    virDomainStatsRecordListFree(records);
    if (!found)
        return qv_fail(error, QV_ERROR_NOT_FOUND,
                       _("no guest matches '%.64s'; 'qvirt list --all' lists them"), glob);
    return TRUE;
}

/* The guests that the words name, ended by NULL. */
static virDomainPtr *
choose(QvSampler *sampler, const char *const *wanted, GError **error)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_unref);

    for (; *wanted != NULL; wanted++) {
        if (is_glob(*wanted)) {
            if (!add_matches(sampler, *wanted, guests, error))
                return NULL;
            continue;
        }
        g_autoptr(QvGuest) guest = qv_guest_find(sampler->connection, *wanted, error);
        if (guest == NULL)
            return NULL;
        add_once(guests, guest);
    }
    g_ptr_array_add(guests, NULL);
    g_ptr_array_set_free_func(guests, NULL);
    return (virDomainPtr *)g_ptr_array_free(g_steal_pointer(&guests), FALSE);
}

/* ---- a host ---- */

QvSampler *
qv_sampler_new(QvConnection *connection)
{
    QvSampler *sampler = g_new0(QvSampler, 1);

    virConnectRef(connection);
    sampler->connection = connection;
    sampler->uri = qv_connection_uri(connection);
    sampler->left_behind = g_atomic_rc_box_new0(gint);
    return sampler;
}

void
qv_sampler_free(QvSampler *sampler)
{
    g_clear_pointer(&sampler->connection, virConnectClose);
    g_atomic_rc_box_release(sampler->left_behind);
    g_free(sampler->uri);
    g_free(sampler);
}

const char *
qv_sampler_uri(QvSampler *sampler)
{
    return sampler->uri;
}

static gboolean
connect_again(QvSampler *sampler, GError **error)
{
    g_clear_pointer(&sampler->connection, virConnectClose);
    sampler->connection = qv_connect(sampler->uri, error);
    return sampler->connection != NULL;
}

static GPtrArray *
take_wanted(QvSampler *sampler, gboolean all, const char *const *wanted, GError **error)
{
    virDomainPtr *guests = wanted ? choose(sampler, wanted, error) : NULL;
    GPtrArray *samples = NULL;

    if (wanted == NULL || guests != NULL)
        samples = take(sampler, guests, all, error);
    free_guests(guests);
    return samples;
}

GPtrArray *
qv_sampler_take(QvSampler *sampler, gboolean all, const char *const *wanted, GError **error)
{
    g_autoptr(GError) reason = NULL;
    GPtrArray *samples = NULL;

    if (sampler->connection == NULL && !connect_again(sampler, error))
        return NULL;
    samples = take_wanted(sampler, all, wanted, &reason);
    if (samples == NULL && virConnectIsAlive(sampler->connection) == 0) {
        g_clear_error(&reason);
        if (connect_again(sampler, error))
            return take_wanted(sampler, all, wanted, error);
        return NULL;
    }
    if (samples == NULL)
        g_propagate_error(error, g_steal_pointer(&reason));
    return samples;
}

GHashTable *
qv_stats_hung(QvConnection *connection)
{
    g_autoptr(QvSampler) sampler = qv_sampler_new(connection);
    Question *question = question_new(sampler, NULL, VIR_DOMAIN_STATS_BALLOON, FALSE);
    g_autoptr(QvErrand) errand = qv_errand_new(put_question, question, question_free);
    g_autoptr(GPtrArray) suspects = g_ptr_array_new();

    if (!qv_errand_wait(errand, LIST_WAIT))
        return find_hung(sampler, NULL, LIST_WAIT / 2);
    for (virDomainStatsRecordPtr *record = question->records; record != NULL && *record != NULL;
         record++) {
        g_autoptr(QvSample) sample = read_record(*record, 0);
        if (is_incomplete(sample))
            g_ptr_array_add(suspects, (*record)->dom);
    }
    g_ptr_array_add(suspects, NULL);
    return find_hung(sampler, (virDomainPtr *)suspects->pdata, LIST_WAIT / 2);
}
