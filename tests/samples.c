/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* samples: the rates between them, the table of top and OpenMetrics. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "cli/openmetrics.h"
#include "cli/serve.h"
#include "cli/usage-table.h"

#define SECOND G_TIME_SPAN_SECOND

static QvSample *
sample(const char *name, gint64 when, guint64 cpu, guint64 written)
{
    QvSample *made = qv_sample_new();
    QvFigures *disk = qv_figures_device(made->disks, 0);

    made->name = g_strdup(name);
    made->uuid = g_strconcat("uuid of ", name, NULL);
    made->state = "running";
    made->when = when;
    disk->device = g_strdup("vda");
    qv_figures_set(&made->own, qv_guest_figures, "cpu.time", cpu);
    qv_figures_set(&made->own, qv_guest_figures, "balloon.rss", strlen(name));
    qv_figures_set(disk, qv_disk_figures, "wr.bytes", written);
    return made;
}

static GPtrArray *
samples(QvSample *first, ...)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)qv_sample_free);
    va_list more;

    va_start(more, first);
    for (QvSample *one = first; one != NULL; one = va_arg(more, QvSample *))
        g_ptr_array_add(all, one);
    va_end(more);
    return all;
}

/* The names that the board shows, in its order. */
static char *
shown_row_names(QvUsageTable *table)
{
    GString *names = g_string_new(NULL);
    GPtrArray *rows = qv_usage_table_rows(table);

    for (guint i = 0; i < rows->len; i++)
        g_string_append_printf(names, "%s ", ((QvRow *)rows->pdata[i])->sample->name);
    return g_string_free(names, FALSE);
}

static void
assert_shown(QvUsageTable *table, const char *wanted)
{
    g_autofree char *names = shown_row_names(table);

    assert_string_equal(names, wanted);
}

static void
a_rate_is_what_happened_in_a_second(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvSample) before = sample("a", 0, 1000000000, 4096);
    g_autoptr(QvSample) now = sample("a", 2 * SECOND, 2000000000, 4096 + 2000);
    QvRates rates;

    qv_rates(before, now, &rates);
    assert_float_equal(rates.cpu, 50, 1e-6);
    assert_float_equal(rates.written, 1000, 1e-6);
    assert_true(isnan(rates.read));
    assert_true(isnan(rates.received));
}

static void
a_guest_that_was_started_anew_has_no_rate_yet(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvSample) before = sample("a", 0, 9000000000, 4096);
    g_autoptr(QvSample) now = sample("a", SECOND, 1000000000, 0);
    QvRates rates;

    qv_rates(before, now, &rates);
    assert_true(isnan(rates.cpu));
    assert_true(isnan(rates.written));
    qv_rates(NULL, now, &rates);
    assert_true(isnan(rates.cpu));
}

static void
a_disk_that_was_plugged_in_makes_no_jump(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvSample) before = sample("a", 0, 0, 4096);
    g_autoptr(QvSample) now = sample("a", SECOND, 0, 4096);
    QvRates rates;

    qv_figures_set(qv_figures_device(now->disks, 1), qv_disk_figures, "wr.bytes", 1 << 30);
    qv_rates(before, now, &rates);
    assert_true(isnan(rates.written));
}

static QvUsageTable *
three_guests(void)
{
    QvUsageTable *table = qv_usage_table_new();

    qv_usage_table_update(
        table, "here",
        samples(sample("b", 0, 0, 0), sample("aa", 0, 0, 0), sample("ccc", 0, 0, 0), NULL));
    qv_usage_table_update(table, "here",
                          samples(sample("b", SECOND, 300, 10), sample("aa", SECOND, 200, 30),
                                  sample("ccc", SECOND, 100, 20), NULL));
    return table;
}

static void
guests_are_ordered_as_asked(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvUsageTable) table = three_guests();

    assert_shown(table, "aa b ccc ");
    qv_usage_table_sort(table, QV_BY_NAME, TRUE);
    assert_shown(table, "ccc b aa ");
    qv_usage_table_sort(table, QV_BY_CPU, FALSE);
    assert_shown(table, "b aa ccc ");
    qv_usage_table_sort(table, QV_BY_DISK, FALSE);
    assert_shown(table, "aa ccc b ");
    qv_usage_table_sort(table, QV_BY_MEMORY, TRUE);
    assert_shown(table, "b aa ccc ");
    qv_usage_table_sort(table, QV_BY_NET, FALSE);
    assert_shown(table, "aa b ccc ");
    qv_usage_table_filter(table, "C");
    assert_shown(table, "ccc ");
    qv_usage_table_filter(table, NULL);
    assert_shown(table, "aa b ccc ");
}

static void
the_selection_stays_with_its_guest(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvUsageTable) table = three_guests();

    assert_int_equal(qv_usage_table_selected(table), 0);
    qv_usage_table_move(table, 1);
    assert_int_equal(qv_usage_table_selected(table), 1);
    qv_usage_table_sort(table, QV_BY_CPU, FALSE);
    assert_int_equal(qv_usage_table_selected(table), 0);
    qv_usage_table_move(table, 100);
    assert_int_equal(qv_usage_table_selected(table), 2);
    qv_usage_table_move(table, -100);
    assert_int_equal(qv_usage_table_selected(table), 0);
    /* Its guest is gone: the row stays. */
    qv_usage_table_update(table, "here", samples(sample("aa", SECOND * 2, 0, 0), NULL));
    assert_int_equal(qv_usage_table_selected(table), 0);
    assert_shown(table, "aa ");
    qv_usage_table_update(table, "here", samples(NULL));
    assert_int_equal(qv_usage_table_selected(table), -1);
    qv_usage_table_move(table, 1);
}

static void
guests_of_two_hosts_are_held_apart(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvUsageTable) table = qv_usage_table_new();

    for (gint64 i = 1; i <= 2; i++) {
        qv_usage_table_update(table, "a",
                              samples(sample("x", i * SECOND, (guint64)i * 1000000000, 0), NULL));
        qv_usage_table_update(table, "b",
                              samples(sample("x", i * SECOND, (guint64)i * 2000000000, 0), NULL));
    }
    const QvRow *row = qv_usage_table_rows(table)->pdata[1];
    assert_shown(table, "x x ");
    assert_string_equal(row->host, "b");
    assert_float_equal(row->rates.cpu, 200, 1e-6);
    qv_usage_table_move(table, 1);
    qv_usage_table_update(table, "a", samples(NULL));
    assert_int_equal(qv_usage_table_selected(table), 0);
    assert_shown(table, "x ");
    qv_usage_table_update(table, "b", samples(NULL));
    assert_int_equal(qv_usage_table_selected(table), -1);
}

static void
the_history_is_as_long_as_it_is(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvUsageTable) table = qv_usage_table_new();

    for (gint64 i = 0; i < 3 * QV_HISTORY; i++)
        qv_usage_table_update(
            table, "here", samples(sample("a", i * SECOND, (guint64)(i * i) * 5000000, 0), NULL));
    const QvRow *row = qv_usage_table_rows(table)->pdata[0];
    assert_float_equal(row->history[QV_HISTORY - 1], row->rates.cpu, 0.01);
    assert_true(row->history[0] < row->history[1]);
}

static void
labels_are_escaped_and_units_are_right(void **state G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) all = samples(sample("a\"b\\c\nd", 0, 1500000000, 7), NULL);
    const QvHostSamples two[] = {{"qemu:///system", all}, {"silent", NULL}};
    g_autoptr(GArray) hosts = g_array_new(FALSE, FALSE, sizeof *two);
    g_array_append_vals(hosts, two, G_N_ELEMENTS(two));
    g_autofree char *text = qv_openmetrics(hosts);

    assert_non_null(strstr(text, "# TYPE qvirt_guest_cpu_seconds counter\n"
                                 "# UNIT qvirt_guest_cpu_seconds seconds\n"));
    assert_non_null(strstr(text, "\nqvirt_guest_cpu_seconds_total{host=\"qemu:///system\","
                                 "guest=\"a\\\"b\\\\c\\nd\"} 1.5\n"));
    assert_non_null(strstr(text, ",device=\"vda\"} 7\n"));
    assert_non_null(strstr(text, "qvirt_host_up{host=\"qemu:///system\"} 1\n"
                                 "qvirt_host_up{host=\"silent\"} 0\n"));
    assert_true(g_str_has_suffix(text, "\n# EOF\n"));
}

static void
only_the_loopback_is_served_unasked(void **state G_GNUC_UNUSED)
{
    static const char *const good[] = {"127.0.0.1:0", "localhost:9177", "[::1]:1",
                                       "127.1.2.3:65535"};
    static const char *const open[] = {"0.0.0.0:1", "[::]:1", "192.0.2.1:80"};
    static const char *const bad[] = {"",
                                      ":1",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      "host:1",
                                      "127.0.0.1:x",
                                      "127.0.0.1:65536",
                                      "[127.0.0.1",
                                      "127.0.0.1:-1"};

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
        if (!qv_serve_address(good[i], FALSE, NULL))
            fail_msg("'%s' was refused", good[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(open); i++)
        if (qv_serve_address(open[i], FALSE, NULL) || !qv_serve_address(open[i], TRUE, NULL))
            fail_msg("'%s' was not held apart", open[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        if (qv_serve_address(bad[i], TRUE, NULL))
            fail_msg("'%s' passed for an address", bad[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_is_what_happened_in_a_second),
        cmocka_unit_test(a_guest_that_was_started_anew_has_no_rate_yet),
        cmocka_unit_test(a_disk_that_was_plugged_in_makes_no_jump),
        cmocka_unit_test(guests_are_ordered_as_asked),
        cmocka_unit_test(the_selection_stays_with_its_guest),
        cmocka_unit_test(guests_of_two_hosts_are_held_apart),
        cmocka_unit_test(the_history_is_as_long_as_it_is),
        cmocka_unit_test(labels_are_escaped_and_units_are_right),
        cmocka_unit_test(only_the_loopback_is_served_unasked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
