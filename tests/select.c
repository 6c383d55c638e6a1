/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* select: which guests words mean, and the threads that ask for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fan-out.h"
#include "cli/select.h"

#define UUID "6695eb01-f6a4-8304-79aa-97f2502e193f"
#define OTHER "11111111-2222-3333-4444-555555555555"

/* ---- words ---- */

static const QvCommand command = {.name = "test", .flags = QV_FILTERS};

static QvCall
call_on(const char *const *names)
{
    QvCall call = {.command = &command, .hosts = g_ptr_array_new_with_free_func(g_free)};

    for (; *names != NULL; names++) {
        QvHost *host = g_new0(QvHost, 1);
        host->name = (char *)*names;
        g_ptr_array_add(call.hosts, host);
    }
    call.options = qv_xml_new("request");
    return call;
}

static void
end_call(QvCall *call)
{
    g_ptr_array_unref(call->hosts);
    xmlFreeDoc(call->options);
}

static const char *const two[] = {"full", "empty", NULL};
static const char *const uris[] = {"qemu+ssh://[::1]/system", "a", "a/b", NULL};

static const struct {
    const char *const *hosts;
    const char *word;
    const char *name, *uuid;
    int id;
    const char *host;
    gboolean matches;
} table[] = {
    /* names, on any host or on one */
    {two, "test", "test", UUID, 1, "full", TRUE},
    {two, "test", "test", UUID, 1, "empty", TRUE},
    {two, "tes", "test", UUID, 1, "full", FALSE},
    {two, "Test", "test", UUID, 1, "full", FALSE},
    {two, "full/test", "test", UUID, 1, "full", TRUE},
    {two, "full/test", "test", UUID, 1, "empty", FALSE},
    {two, "gone/test", "test", UUID, 1, "full", FALSE},
    {uris, "qemu+ssh://[::1]/system/web", "web", UUID, 1, "qemu+ssh://[::1]/system", TRUE},
    {uris, "qemu+ssh://[::1]/system/w*", "web", UUID, 1, "qemu+ssh://[::1]/system", TRUE},
    {uris, "qemu+ssh://[::1]/system/web", "web", UUID, 1, "a", FALSE},
    {uris, "a/b/web", "web", UUID, 1, "a/b", TRUE},
    {uris, "a/b/web", "web", UUID, 1, "a", FALSE},
    /* patterns */
    {two, "te*", "test", UUID, 1, "full", TRUE},
    {two, "[t]est", "test", UUID, 1, "full", TRUE},
    {two, "t?st", "test", UUID, 1, "empty", TRUE},
    {two, "full/te*", "test", UUID, 1, "full", TRUE},
    {two, "full/te*", "test", UUID, 1, "empty", FALSE},
    {two, "fu*/[t]est", "test", UUID, 1, "full", TRUE},
    {two, "fu*/[t]est", "test", UUID, 1, "empty", FALSE},
    {two, "*/test", "test", UUID, 1, "empty", TRUE},
    {two, "f*", "test", UUID, 1, "full", FALSE},
    {two, "[bak]web", "[bak]web", UUID, 1, "full", TRUE},
    {two, "web\\[1\\]*", "web[1]", UUID, 1, "full", TRUE},
    {two, "web\\[1\\]*", "web1", UUID, 1, "full", FALSE},
    /* UUIDs */
    {two, UUID, "test", UUID, -1, "full", TRUE},
    {two, "6695EB01-F6A4-8304-79AA-97F2502E193F", "test", UUID, -1, "full", TRUE},
    {two, "full/6695EB01-f6a4-8304-79aa-97f2502e193f", "test", UUID, -1, "full", TRUE},
    {two, UUID, "test", OTHER, -1, "full", FALSE},
    {two, UUID, "test", NULL, -1, "full", FALSE},
    /* ids */
    {two, "7", "test", UUID, 7, "full", TRUE},
    {two, "full/7", "test", UUID, 7, "full", TRUE},
    {two, "7", "test", UUID, 17, "full", FALSE},
    {two, "-1", "test", UUID, -1, "full", FALSE},
    {two, "7", "7", UUID, -1, "full", TRUE},
};

static void
a_word_means_the_same_everywhere(void **state G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        QvCall call = call_on(table[i].hosts);
        char *word = (char *)table[i].word;
        g_autoptr(GError) error = NULL;
        g_autoptr(QvSelect) select = qv_select_new(&call, &word, 1, FALSE, &error);
        if (select == NULL)
            fail_msg("%s", error->message);
        if (qv_select_matches(select, table[i].name, table[i].uuid, table[i].id, table[i].host) !=
            table[i].matches)
            fail_msg("'%s' on %s: '%s'", table[i].word, table[i].host, table[i].name);
        end_call(&call);
    }
}

static void
a_literal_word_is_no_pattern(void **state G_GNUC_UNUSED)
{
    QvCall call = call_on(two);
    char *word = (char *)"te*";
    g_autoptr(QvSelect) select = qv_select_new(&call, &word, 1, TRUE, NULL);

    assert_false(qv_select_matches(select, "test", UUID, 1, "full"));
    assert_true(qv_select_matches(select, "te*", UUID, 1, "full"));
    end_call(&call);
}

static void
only_hosts_that_a_word_names_are_asked(void **state G_GNUC_UNUSED)
{
    QvCall call = call_on(two);
    char *word = (char *)"full/te*";
    g_autoptr(QvSelect) one = qv_select_new(&call, &word, 1, FALSE, NULL);
    g_autoptr(QvSelect) all = qv_select_new(&call, NULL, 0, FALSE, NULL);
    g_autoptr(GPtrArray) named = qv_select_hosts(one, call.hosts);
    g_autoptr(GPtrArray) both = qv_select_hosts(all, call.hosts);

    assert_int_equal(named->len, 1);
    assert_string_equal(((QvHost *)named->pdata[0])->name, "full");
    assert_int_equal(both->len, 2);
    assert_true(qv_select_is_all(all));
    assert_false(qv_select_is_all(one));
    assert_true(qv_select_matches(all, "any", NULL, -1, "full"));
    end_call(&call);
}

/* ---- options ---- */

static void
an_option_of_the_command_is_no_filter(void **state G_GNUC_UNUSED)
{
    static const QvSetting own[] = {
        {.name = "state", .value = "X", .parse = qv_value_text, .help = "its own"},
        {.name = "loud", .letter = 'l', .parse = qv_value_text, .help = "its own"},
        {.name = NULL},
    };
    static const QvCommand verb = {.name = "verb", .flags = QV_GUESTS, .options = own};
    g_autoptr(GPtrArray) rows = qv_command_options(&verb);
    QvCall call = call_on(two);

    assert_false(g_ptr_array_find(rows, qv_setting_find(qv_filter_options, "state"), NULL));
    assert_false(g_ptr_array_find(rows, qv_setting_find(qv_filter_options, "label"), NULL));
    assert_true(g_ptr_array_find(rows, qv_setting_find(qv_filter_options, "preset"), NULL));
    call.command = &verb;
    qv_setting_add(qv_xml_root(call.options), own, "nothing like a state", NULL);
    g_autoptr(QvSelect) select = qv_select_new(&call, NULL, 0, FALSE, NULL);
    assert_non_null(select);
    assert_true(qv_select_is_all(select));
    assert_false(qv_call_selects(&call));
    end_call(&call);
}

/* ---- threads ---- */

typedef struct {
    GMutex lock;
    guint now, most, order;
} Crowd;

typedef struct {
    Crowd *crowd;
    guint begun;
} Worker;

static void
work_in_crowd(gpointer data)
{
    Worker *worker = data;
    Crowd *crowd = worker->crowd;

    g_mutex_lock(&crowd->lock);
    worker->begun = crowd->order++;
    crowd->now++;
    crowd->most = MAX(crowd->most, crowd->now);
    g_mutex_unlock(&crowd->lock);
    g_usleep(2000);
    g_mutex_lock(&crowd->lock);
    crowd->now--;
    g_mutex_unlock(&crowd->lock);
}

static void
no_more_than_so_many_work_at_once(void **state G_GNUC_UNUSED)
{
    Crowd crowd = {0};
    Worker workers[20];
    g_autoptr(QvFanOut) fan = qv_fan_out_new(G_N_ELEMENTS(workers), 3);

    for (guint i = 0; i < G_N_ELEMENTS(workers); i++) {
        workers[i].crowd = &crowd;
        qv_fan_out_begin(fan, i, work_in_crowd, &workers[i], NULL);
    }
    for (guint i = 0; i < G_N_ELEMENTS(workers); i++)
        assert_true(qv_fan_out_wait(fan, i, G_MAXINT64));
    assert_in_range(crowd.most, 1, 3);
    assert_int_equal(crowd.order, G_N_ELEMENTS(workers));
    /* A place can be used again. */
    qv_fan_out_begin(fan, 0, work_in_crowd, &workers[0], NULL);
    qv_fan_out_serve(fan);
    assert_int_equal(workers[0].begun, G_N_ELEMENTS(workers));
}

static void
wait_for_lock(gpointer lock)
{
    g_mutex_lock(lock);
    g_mutex_unlock(lock);
}

static void
who_hangs_is_left_behind(void **state G_GNUC_UNUSED)
{
    static GMutex lock;
    QvFanOut *fan = qv_fan_out_new(2, 2);
    Crowd crowd = {0};
    Worker worker = {.crowd = &crowd};

    g_mutex_lock(&lock);
    qv_fan_out_begin(fan, 0, wait_for_lock, &lock, NULL);
    qv_fan_out_begin(fan, 1, work_in_crowd, &worker, NULL);
    assert_true(qv_fan_out_wait(fan, 1, G_MAXINT64));
    assert_false(qv_fan_out_wait(fan, 0, g_get_monotonic_time() + 10000));
    assert_true(qv_fan_out_is_busy(fan, 0));
    g_mutex_unlock(&lock);
    assert_true(qv_fan_out_wait(fan, 0, G_MAXINT64));
    qv_fan_out_free(fan);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_means_the_same_everywhere),
        cmocka_unit_test(a_literal_word_is_no_pattern),
        cmocka_unit_test(only_hosts_that_a_word_names_are_asked),
        cmocka_unit_test(an_option_of_the_command_is_no_filter),
        cmocka_unit_test(no_more_than_so_many_work_at_once),
        cmocka_unit_test(who_hangs_is_left_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
