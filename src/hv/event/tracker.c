/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tracker: the guests and their states, as the events and the listings so far tell them. */
#include "hv/event/tracker.h"

#include "hv/libvirt.h"
#include "hv/state.h"

typedef struct {
    char *name;
    const char *state; /* a word of hv/state.h; NULL for a guest that is gone */
    int id;
    gboolean persistent;
    gboolean told; /* by a listing: events of what it told may still come */
} Guest;

struct QvTracker {
    GHashTable *guests; /* from UUID to Guest */
};

/* Where the events of a lifecycle lead to. */
static const struct {
    const char *event;
    int state;
} leads[] = {
    {"started", VIR_DOMAIN_RUNNING},         {"resumed", VIR_DOMAIN_RUNNING},
    {"suspended", VIR_DOMAIN_PAUSED},        {"stopped", VIR_DOMAIN_SHUTOFF},
    {"shutdown", VIR_DOMAIN_SHUTDOWN},       {"crashed", VIR_DOMAIN_CRASHED},
    {"pmsuspended", VIR_DOMAIN_PMSUSPENDED},
};

static void
guest_free(gpointer data)
{
    Guest *guest = data;

    g_free(guest->name);
    g_free(guest);
}

QvTracker *
qv_tracker_new(void)
{
    QvTracker *tracker = g_new0(QvTracker, 1);

    tracker->guests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, guest_free);
    return tracker;
}

void
qv_tracker_free(QvTracker *tracker)
{
    g_hash_table_unref(tracker->guests);
    g_free(tracker);
}

static Guest *
guest_of(QvTracker *tracker, const char *uuid)
{
    Guest *guest = g_hash_table_lookup(tracker->guests, uuid);

    if (guest == NULL) {
        guest = g_new0(Guest, 1);
        guest->id = -1;
        g_hash_table_insert(tracker->guests, g_strdup(uuid), guest);
    }
    return guest;
}

static void
rename_to(Guest *guest, const char *name)
{
    g_free(guest->name);
    guest->name = g_strdup(name);
}

static gboolean
is(const char *state, int other)
{
    return g_strcmp0(state, qv_state_name(other)) == 0;
}

static gboolean
is_active(const char *state)
{
    return state != NULL && !is(state, VIR_DOMAIN_SHUTOFF);
}

/* The state an event leads to; NULL for those that change the definition. */
static const char *
target_of(const char *event)
{
    for (gsize i = 0; i < G_N_ELEMENTS(leads); i++)
        if (g_str_equal(leads[i].event, event))
            return qv_state_name(leads[i].state);
    return NULL;
}

/* Whether this can happen to a guest as it is known. */
static gboolean
can_happen(const Guest *guest, const QvEvent *event)
{
    const char *target = target_of(event->event);

    if (g_str_equal(event->event, "defined"))
        return !guest->persistent || g_strcmp0(event->detail, "added") != 0;
    if (g_str_equal(event->event, "undefined"))
        return guest->persistent;
    if (g_str_equal(event->event, "started"))
        return !is_active(guest->state) || is(guest->state, VIR_DOMAIN_PMSUSPENDED);
    /* QEMU's comes before libvirt's "started". */
    if (g_str_equal(event->event, "resumed"))
        return !is(guest->state, VIR_DOMAIN_RUNNING);
    return target == NULL || (is_active(guest->state) && g_strcmp0(guest->state, target) != 0);
}

/* A new name comes as two events, the old name's end first; words of a libvirt to come are no
   definition. */
static void
redefine(Guest *guest, const QvEvent *event)
{
    gboolean defined = g_str_equal(event->event, "defined");

    if (!defined &&
        (!g_str_equal(event->event, "undefined") || g_strcmp0(event->detail, "renamed") == 0))
        return;
    guest->persistent = defined;
    if (guest->persistent && guest->state == NULL)
        guest->state = qv_state_name(VIR_DOMAIN_SHUTOFF);
    if (!guest->persistent && !is_active(guest->state))
        guest->state = NULL;
}

static void
learn(Guest *guest, const QvEvent *event)
{
    const char *target = target_of(event->event);

    if (target == NULL) {
        redefine(guest, event);
        return;
    }
    guest->state = is_active(target) || guest->persistent ? target : NULL;
    guest->id = event->id;
}

gboolean
qv_tracker_take(QvTracker *tracker, const QvEvent *event)
{
    Guest *guest;

    if (g_strcmp0(event->object, "guest") != 0 || !g_str_equal(event->kind, "lifecycle"))
        return TRUE;
    guest = guest_of(tracker, event->uuid);
    if (guest->told && !can_happen(guest, event))
        return FALSE;
    guest->told = FALSE;
    rename_to(guest, event->name);
    learn(guest, event);
    if (guest->state == NULL)
        g_hash_table_remove(tracker->guests, event->uuid);
    return TRUE;
}

/* What is told of one guest, and to whom. */
typedef struct {
    const char *uuid;
    Guest *guest;
    const QvGuestState *now; /* NULL for a guest that is gone */
    QvEventFunc tell;
    gpointer data;
} Step;

static void
tell_missed_event(const Step *step, const char *word)
{
    const char *reason = step->now ? step->now->reason : NULL;
    char *detail = reason ? g_strdup_printf("while disconnected (%s)", reason)
                          : g_strdup("while disconnected");
    QvEvent *event;

    step->guest->told = TRUE;
    event = qv_event_new("guest", "lifecycle", word, step->guest->name, step->uuid, detail);
    event->id = step->now ? step->now->id : -1;
    json_object_set_boolean_member(event->fields, "listed", TRUE);
    if (reason != NULL)
        json_object_set_string_member(event->fields, "reason", reason);
    step->tell(event, step->data);
}

/* Some hypervisors tell idle from running; no event does. */
static const char *
plain(const char *state)
{
    return is(state, VIR_DOMAIN_BLOCKED) || is(state, VIR_DOMAIN_NOSTATE)
               ? qv_state_name(VIR_DOMAIN_RUNNING)
               : state;
}

static void
tell_way(const Step *step, gboolean persistent)
{
    const char *before = step->guest->state;
    const char *after = step->now ? plain(step->now->state) : NULL;
    int id = step->now ? step->now->id : -1;
    gboolean again = is_active(before) && is_active(after) && step->guest->id >= 0 && id >= 0 &&
                     step->guest->id != id;

    if (is_active(before) && (!is_active(after) || again))
        tell_missed_event(step, "stopped");
    if (step->guest->persistent && !persistent)
        tell_missed_event(step, "undefined");
    if (!step->guest->persistent && persistent)
        tell_missed_event(step, "defined");
    if (!is_active(after))
        return;
    if (!is_active(before) || again)
        tell_missed_event(step, "started");
    if (is(after, VIR_DOMAIN_RUNNING) && is_active(before) && !again &&
        !is(before, VIR_DOMAIN_RUNNING))
        tell_missed_event(step, "resumed");
    for (gsize i = 0; i < G_N_ELEMENTS(leads); i++)
        if (leads[i].state != VIR_DOMAIN_RUNNING && is(after, leads[i].state) &&
            (again || !is(before, leads[i].state)))
            tell_missed_event(step, leads[i].event);
}

static void
compare_one(QvTracker *tracker, const QvGuestState *now, gboolean persistent, QvEventFunc func,
            gpointer data)
{
    Guest *guest = guest_of(tracker, now->uuid);
    Step step = {.uuid = now->uuid, .guest = guest, .now = now, .tell = func, .data = data};

    guest->told = FALSE;
    rename_to(guest, now->name);
    if (func != NULL)
        tell_way(&step, persistent);
    guest->state = plain(now->state);
    guest->id = now->id;
    guest->persistent = persistent;
}

/* Whoever was not listed is gone. What was told of them is kept until the next listing. */
static void
compare_missing(QvTracker *tracker, GHashTable *listed, QvEventFunc func, gpointer data)
{
    GHashTableIter iter;
    gpointer uuid, value;

    g_hash_table_iter_init(&iter, tracker->guests);
    while (g_hash_table_iter_next(&iter, &uuid, &value)) {
        Guest *guest = value;
        Step step = {.uuid = uuid, .guest = guest, .tell = func, .data = data};
        if (g_hash_table_contains(listed, uuid))
            continue;
        if (guest->state == NULL || func == NULL) {
            g_hash_table_iter_remove(&iter);
            continue;
        }
        tell_way(&step, FALSE);
        guest->state = NULL;
        guest->persistent = FALSE;
    }
}

void
qv_tracker_compare(QvTracker *tracker, GPtrArray *guests, GHashTable *transient, QvEventFunc func,
                   gpointer data)
{
    g_autoptr(GHashTable) listed = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < guests->len; i++)
        g_hash_table_add(listed, ((QvGuestState *)guests->pdata[i])->uuid);
    compare_missing(tracker, listed, func, data);
    for (guint i = 0; i < guests->len; i++) {
        const QvGuestState *now = guests->pdata[i];
        compare_one(tracker, now, !g_hash_table_contains(transient, now->uuid), func, data);
    }
}
