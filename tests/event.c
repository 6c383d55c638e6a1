/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event: what events and listings together tell is true, whole, and said once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hv/event/kinds.h"
#include "hv/event/tracker.h"
#include "hv/libvirt.h"

/* A guest as it really is, and as one who hears the monitor believes it to be. */
typedef struct {
    gboolean persistent, active, paused;
    int id;
} Truth;

typedef struct {
    QvTracker *known;
    Truth real[4], believed[4];
    GQueue sent; /* of QvEvent: on their way */
    int last_id;
    GString *heard; /* the events' words, " " behind each */
} World;

static QvEvent *
happens(int guest, const char *word, const char *detail, int id)
{
    g_autofree char *name = g_strdup_printf("g%d", guest);
    QvEvent *event = qv_event_new("guest", "lifecycle", word, name, name, g_strdup(detail));

    event->id = id;
    return event;
}

/* Nothing is heard that cannot be: it would be a thing said twice. */
static void
hear(QvEvent *event, gpointer data)
{
    World *world = data;
    Truth *guest = &world->believed[event->name[1] - '0'];

    g_string_append_printf(world->heard, "%s ", event->event);
    if (g_str_equal(event->event, "defined")) {
        assert_false(guest->persistent);
        guest->persistent = TRUE;
    } else if (g_str_equal(event->event, "undefined")) {
        assert_true(guest->persistent);
        guest->persistent = FALSE;
    } else if (g_str_equal(event->event, "started")) {
        assert_false(guest->active);
        guest->active = TRUE;
        guest->paused = FALSE;
    } else if (g_str_equal(event->event, "stopped")) {
        assert_true(guest->active);
        guest->active = guest->paused = FALSE;
    } else if (g_str_equal(event->event, "suspended")) {
        assert_true(guest->active && !guest->paused);
        guest->paused = TRUE;
    } else if (g_str_equal(event->event, "resumed")) {
        assert_true(guest->active && guest->paused);
        guest->paused = FALSE;
    } else {
        fail_msg("unexpected: %s", event->event);
    }
    qv_event_free(event);
}

static void
arrive(World *world, QvEvent *event)
{
    if (qv_tracker_take(world->known, event))
        hear(event, world);
    else
        qv_event_free(event);
}

static void
list_known_world(World *world, gboolean report)
{
    g_autoptr(GPtrArray) guests =
        g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_state_free);
    g_autoptr(GHashTable) transient = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (int i = 0; i < (int)G_N_ELEMENTS(world->real); i++) {
        const Truth *guest = &world->real[i];
        QvGuestState *state;
        if (!guest->persistent && !guest->active)
            continue;
        state = g_new0(QvGuestState, 1);
        state->name = g_strdup_printf("g%d", i);
        state->uuid = g_strdup(state->name);
        state->id = guest->active ? guest->id : -1;
        state->state = guest->paused ? "paused" : guest->active ? "running" : "shut off";
        g_ptr_array_add(guests, state);
        if (!guest->persistent)
            g_hash_table_add(transient, g_strdup(state->name));
    }
    qv_tracker_compare(world->known, guests, transient, report ? hear : NULL, world);
}

static int
any(const World *world)
{
    return g_random_int_range(0, G_N_ELEMENTS(world->real));
}

/* Something that can happen to a guest, at random; its event is sent. */
static void
live(World *world, int i)
{
    Truth *guest = &world->real[i];
    const char *word;

    switch (g_random_int_range(0, 3)) {
    case 0:
        guest->persistent = !guest->persistent;
        word = guest->persistent ? "defined" : "undefined";
        break;
    case 1:
        guest->active = !guest->active;
        guest->paused = FALSE;
        guest->id = guest->active ? ++world->last_id : -1;
        word = guest->active ? "started" : "stopped";
        break;
    default:
        if (!guest->active)
            return;
        guest->paused = !guest->paused;
        word = guest->paused ? "suspended" : "resumed";
    }
    g_queue_push_tail(&world->sent, happens(i, word, word[0] == 'd' ? "added" : NULL, guest->id));
}

static void
deliver_sent_events(World *world)
{
    QvEvent *event;

    while ((event = g_queue_pop_head(&world->sent)) != NULL)
        arrive(world, event);
}

static void
assert_believed(const World *world)
{
    for (gsize i = 0; i < G_N_ELEMENTS(world->real); i++) {
        assert_int_equal(world->real[i].persistent, world->believed[i].persistent);
        assert_int_equal(world->real[i].active, world->believed[i].active);
        assert_int_equal(world->real[i].paused, world->believed[i].paused);
    }
}

static int
create_known_world(void **state)
{
    World *world = g_new0(World, 1);

    world->known = qv_tracker_new();
    world->heard = g_string_new(NULL);
    g_queue_init(&world->sent);
    *state = world;
    return 0;
}

static int
destroy(void **state)
{
    World *world = *state;

    qv_tracker_free(world->known);
    g_string_free(world->heard, TRUE);
    g_queue_clear_full(&world->sent, (GDestroyNotify)qv_event_free);
    g_free(world);
    return 0;
}

/* The connection is lost, much happens, and what happens to one guest just before the listing is
   told by an event that comes after it. */
static void
a_listing_and_late_events_tell_the_truth_once(void **state)
{
    World *world = *state;

    for (int round = 0; round < 20000; round++) {
        int late = any(world);
        for (int i = g_random_int_range(0, 4); i > 0; i--)
            live(world, any(world));
        deliver_sent_events(world);
        for (int i = g_random_int_range(0, 5); i > 0; i--) {
            int guest = any(world);
            if (guest != late)
                live(world, guest);
        }
        g_queue_clear_full(&world->sent, (GDestroyNotify)qv_event_free);
        live(world, late);
        list_known_world(world, TRUE);
        assert_believed(world);
        deliver_sent_events(world);
        assert_believed(world);
    }
}

static void
a_listing_of_what_is_known_tells_nothing(void **state)
{
    World *world = *state;

    for (int i = 0; i < 100; i++)
        live(world, any(world));
    list_known_world(world, FALSE);
    list_known_world(world, TRUE);
    assert_string_equal(world->heard->str, "");
}

/* libvirt's daemon sends both when a guest starts. */
static void
the_pair_of_a_start_is_heard_whole_or_not_at_all(void **state)
{
    World *world = *state;

    world->real[0] = (Truth){.persistent = TRUE, .id = -1};
    list_known_world(world, TRUE);
    assert_string_equal(world->heard->str, "defined ");
    QvEvent *resumed = happens(0, "resumed", "unpaused", 1);
    QvEvent *started = happens(0, "started", "booted", 1);
    assert_true(qv_tracker_take(world->known, resumed));
    assert_true(qv_tracker_take(world->known, started));

    world->believed[0].active = TRUE;
    list_known_world(world, TRUE);
    world->real[0] = (Truth){.persistent = TRUE, .active = TRUE, .id = 2};
    list_known_world(world, TRUE);
    assert_string_equal(world->heard->str, "defined stopped started ");
    assert_false(qv_tracker_take(world->known, resumed));
    assert_false(qv_tracker_take(world->known, started));
    qv_event_free(resumed);
    qv_event_free(started);
}

static void
a_guest_with_a_new_name_and_unknown_words_are_no_change(void **state)
{
    World *world = *state;
    static const char *const words[][2] = {
        {"undefined", "renamed"}, {"defined", "renamed"}, {"unknown", NULL}};

    world->real[0] = (Truth){.persistent = TRUE, .active = TRUE, .id = 1};
    list_known_world(world, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autoptr(QvEvent) event = happens(0, words[i][0], words[i][1], -1);
        assert_true(qv_tracker_take(world->known, event));
    }
    list_known_world(world, TRUE);
    assert_string_equal(world->heard->str, "");
}

static void
what_libvirt_is_yet_to_name_is_told_by_number(void **state G_GNUC_UNUSED)
{
    static const struct {
        int what, detail;
        const char *event, *said;
    } cases[] = {
        {VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_CRASHED, "stopped", "crashed"},
        {VIR_DOMAIN_EVENT_STOPPED, 11, "stopped", "11"},
        {VIR_DOMAIN_EVENT_STOPPED, 4711, "stopped", "4711"},
        {VIR_DOMAIN_EVENT_STOPPED, -1, "stopped", "-1"},
        {4711, 2, "unknown", "4711.2"},
        {-1, 0, "unknown", "-1.0"},
    };
    const QvEventSink sink = {.kind = qv_event_kind(0)};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(QvEvent) event =
            qv_lifecycle_event(&sink, qv_guest_lifecycle, "g", "", cases[i].what, cases[i].detail);
        assert_string_equal(event->event, cases[i].event);
        assert_string_equal(event->detail, cases[i].said);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, create_known_world, destroy)
    const struct CMUnitTest tests[] = {
        TEST(a_listing_and_late_events_tell_the_truth_once),
        TEST(a_listing_of_what_is_known_tells_nothing),
        TEST(a_guest_with_a_new_name_and_unknown_words_are_no_change),
        TEST(the_pair_of_a_start_is_heard_whole_or_not_at_all),
        cmocka_unit_test(what_libvirt_is_yet_to_name_is_told_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
