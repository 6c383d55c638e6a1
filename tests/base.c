/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base: what knows no virtual machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fan-out.h"
#include "base/json.h"
#include "base/keys.h"
#include "base/path.h"
#include "base/png.h"
#include "base/records.h"
#include "base/safe-text.h"
#include "base/suggest.h"
#include "base/task.h"
#include "base/undo.h"
#include "base/value.h"
#include "base/wrap.h"
#include "base/xml.h"
#include "fixture.h"

static void
a_size_is_a_number_and_a_unit(void **state G_GNUC_UNUSED)
{
    assert_int_equal(qv_size_parse("512M"), G_GUINT64_CONSTANT(536870912));
    assert_int_equal(qv_size_parse("64G"), G_GUINT64_CONSTANT(68719476736));
    assert_int_equal(qv_size_parse("1.5g"), G_GUINT64_CONSTANT(1610612736));
    assert_int_equal(qv_size_parse("2TiB"), G_GUINT64_CONSTANT(2199023255552));
    assert_int_equal(qv_size_parse("1K"), 1024);
}

static void
what_is_no_size_is_refused(void **state G_GNUC_UNUSED)
{
    static const char *const words[] = {"",    "8",  "8Q",   "G",   "-8G",  "8GB",   "8 G",
                                        "8Gi", "0G", "0x8G", "nan", "infG", "1e40G", "8G8"};

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (qv_size_parse(words[i]) != 0)
            fail_msg("'%s' passed for a size", words[i]);
}

static gboolean
passes_as_name(const char *name)
{
    g_autoptr(xmlDoc) doc = qv_xml_new("request");

    return qv_value_name(name, NULL, qv_xml_root(doc), NULL);
}

static void
a_guests_name_is_plain(void **state G_GNUC_UNUSED)
{
    static const char *const bad[] = {"",     ".",   "..",  "-x",      "12345",  "a b",  "a/b",
                                      "a\nb", "x\n", "<b>", "a&b",     "a\"b",   "é",    "\xff",
                                      " x",   "x ",  "_x",  "a\x1b[m", "../etc", "$(id)"};
    g_autofree char *longest = g_strnfill(64, 'a');
    g_autofree char *longer = g_strnfill(65, 'a');
    g_autofree char *huge = g_strnfill(1 << 20, 'a');

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        if (passes_as_name(bad[i]))
            fail_msg("'%s' passed for a name", bad[i]);
    assert_true(passes_as_name("win10"));
    assert_true(passes_as_name("10-win_v1.2+x"));
    assert_true(passes_as_name(longest));
    assert_false(passes_as_name(longer));
    assert_false(passes_as_name(huge));
}

static void
the_nearest_word_is_suggested_and_no_far_one(void **state G_GNUC_UNUSED)
{
    static const char *const words[] = {"virtio", "ahci", "pvscsi", NULL};

    assert_string_equal(qv_suggest("virtoi", words), "virtio");
    assert_string_equal(qv_suggest("AHCI", words), "ahci");
    assert_null(qv_suggest("floppy", words));
    assert_null(qv_suggest("", words));
}

static void
no_control_byte_reaches_the_terminal(void **state G_GNUC_UNUSED)
{
    g_autofree char *escape = qv_safe_text("a\x1b[31mb\x7f", FALSE);
    g_autofree char *c1 = qv_safe_text("\xc2\x9b"
                                       "1m",
                                       FALSE);
    g_autofree char *bidi = qv_safe_text("\xe2\x80\xae", FALSE);
    g_autofree char *broken = qv_safe_text("ok\xff\xc3", FALSE);
    g_autofree char *lines = qv_safe_text("a\nb", TRUE);
    g_autofree char *good = qv_safe_text("señal 日本", FALSE);

    assert_string_equal(escape, "a\\x1B[31mb\\x7F");
    assert_string_equal(c1, "\\x9B1m");
    assert_string_equal(bidi, "\\u{202E}");
    assert_string_equal(broken, "ok\\xFF\\xC3");
    assert_string_equal(lines, "a\nb");
    assert_string_equal(good, "señal 日本");
}

static void
random_bytes_become_printable_utf8(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);

    for (int i = 0; i < 20000; i++) {
        char text[17] = "";
        for (int j = 0; j < 16; j++)
            text[j] = (char)g_rand_int_range(rand, 1, 256);
        g_autofree char *safe = qv_safe_text(text, FALSE);
        assert_true(g_utf8_validate(safe, -1, NULL));
        for (const char *c = safe; *c != '\0'; c = g_utf8_next_char(c))
            assert_false(g_unichar_iscntrl(g_utf8_get_char(c)));
    }
}

static void
a_json_number_has_no_digit_too_many(void **state G_GNUC_UNUSED)
{
    static const double values[] = {1.4, 0.1 + 0.2, 1e300, 0.5, 3};
    static const char *const texts[] = {"1.4", "0.30000000000000004", "1e+300", "0.5", "3"};
    g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), "a\"\n\x1b\xe2\x80\xaen");
    g_autofree char *text = qv_json_write(node, FALSE);

    assert_string_equal(text, "\"a\\\"\\n\\u001b\\u202en\"");
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(JsonNode) number = json_node_init_double(json_node_alloc(), values[i]);
        g_autofree char *written = qv_json_write(number, FALSE);
        assert_string_equal(written, texts[i]);
    }
}

static const QvColumn sorted_columns[] = {
    {"decimal", "DECIMAL", "", QV_DECIMAL},
    {"map", "MAP", "", QV_MAP},
    {.key = NULL},
};

static void
add_sorted(QvRecords *records, double decimal, const char *name)
{
    g_autoptr(JsonObject) map = json_object_new();

    if (name != NULL)
        json_object_set_string_member(map, name, "x");
    qv_records_add(records);
    qv_records_set_decimal(records, "decimal", decimal);
    qv_records_set_map(records, "map", map);
}

static void
assert_order(QvRecords *records, const char *keys, const double *wanted)
{
    qv_records_sort(records, keys);
    for (guint i = 0; i < records->rows->len; i++) {
        const QvCell *cell = &((QvRecord *)records->rows->pdata[i])->cells[0];
        assert_true(cell->is_set ? cell->decimal == wanted[i] : isnan(wanted[i]));
    }
}

static void
decimals_sort_as_numbers_and_what_is_absent_comes_last(void **state G_GNUC_UNUSED)
{
    g_autoptr(QvRecords) records = qv_records_new(sorted_columns);

    add_sorted(records, 10.5, "b");
    add_sorted(records, NAN, "a");
    add_sorted(records, 9.5, NULL);
    assert_order(records, "decimal", (const double[]){9.5, 10.5, NAN});
    assert_order(records, "-decimal", (const double[]){10.5, 9.5, NAN});
    assert_order(records, "map", (const double[]){NAN, 10.5, 9.5});
    assert_order(records, "-map", (const double[]){10.5, NAN, 9.5});
}

static void
a_message_has_the_values_of_its_words(void **state G_GNUC_UNUSED)
{
    g_autoptr(xmlDoc) doc =
        qv_xml_read("<a host='h'><b why='$path  is not\non $host: $unknown %s $'"
                    " path='$host' empty=''/></a>",
                    -1, "message", NULL);
    xmlNode *node = qv_xml_child(qv_xml_root(doc), "b");
    g_autofree char *why = qv_xml_get_message(node, "why", TRUE);
    g_autofree char *empty = qv_xml_get_message(node, "empty", TRUE);
    g_autofree char *absent = qv_xml_get_message(node, "absent", TRUE);

    assert_string_equal(why, "$host is not on h: $unknown %s $");
    assert_string_equal(empty, "");
    assert_string_equal(absent, "");
}

static void
append_thing_name(gpointer thing)
{
    g_string_append(*(GString **)((gpointer *)thing + 1), *(const char **)thing);
}

static gpointer
step(const char *name, GString *log)
{
    gpointer *thing = g_new(gpointer, 2);

    thing[0] = (gpointer)name;
    thing[1] = log;
    return thing;
}

static void
what_was_made_is_taken_back_newest_first(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) log = g_string_new(NULL);
    QvUndo *undo = qv_undo_new();

    qv_undo_add(undo, append_thing_name, step("pool ", log), g_free);
    qv_undo_add(undo, append_thing_name, step("volume ", log), g_free);
    qv_undo_free(undo);
    assert_string_equal(log->str, "volume pool ");
}

static void
what_was_kept_is_not_taken_back(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) log = g_string_new(NULL);
    QvUndo *undo = qv_undo_new();

    qv_undo_add(undo, append_thing_name, step("volume ", log), g_free);
    qv_undo_keep(undo);
    qv_undo_free(undo);
    assert_string_equal(log->str, "");
}

static void
the_component_in_the_way_is_named(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = fixture_make_directory();
    g_autofree char *file = fixture_write_file(directory, "closed/images/a.iso", "x", 1);
    g_autofree char *closed = g_build_filename(directory, "closed", NULL);

    g_chmod(directory, 0755);
    g_autofree char *open = qv_path_denied(file, 54321, 54321, R_OK);
    assert_null(open);
    g_chmod(closed, 0700);
    g_autofree char *denied = qv_path_denied(file, 54321, 54321, R_OK);
    assert_string_equal(denied, closed);
    g_chmod(closed, 0711);
    g_chmod(file, 0600);
    g_autofree char *unreadable = qv_path_denied(file, 54321, 54321, R_OK);
    assert_string_equal(unreadable, file);
    g_autofree char *root = qv_path_denied(file, 0, 0, R_OK);
    assert_null(root);
    fixture_remove_directory(directory);
}

static void
keys_have_many_names(void **state G_GNUC_UNUSED)
{
    QvKeys keys;
    g_autoptr(GError) error = NULL;

    assert_true(qv_keys_parse("ctrl-alt+F1", &keys, NULL));
    assert_int_equal(keys.n, 3);
    assert_int_equal(keys.codes[0], 29);
    assert_int_equal(keys.codes[1], 56);
    assert_int_equal(keys.codes[2], 59);
    assert_true(qv_keys_parse("KEY_LEFTMETA", &keys, NULL));
    assert_int_equal(keys.codes[0], 125);
    assert_true(qv_keys_parse("-", &keys, NULL));
    assert_int_equal(keys.codes[0], 12);
    assert_false(qv_keys_parse("ctrl-", &keys, NULL));
    assert_false(qv_keys_parse("", &keys, NULL));
    assert_false(qv_keys_parse("a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a", &keys, NULL));
    assert_false(qv_keys_parse("entr", &keys, &error));
    assert_non_null(strstr(error->message, "'enter'"));
}

static void
every_printing_character_is_typed(void **state G_GNUC_UNUSED)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    QvKeys keys;

    for (int c = ' '; c < 0x7f; c++) {
        assert_true(qv_keys_type((char)c, &keys));
        gboolean shift = keys.n == 2 && keys.codes[0] == 42;
        assert_true(shift || keys.n == 1);
        if (!g_hash_table_add(seen, GUINT_TO_POINTER(keys.codes[keys.n - 1] * 2 + shift)))
            fail_msg("'%c' is typed as another character", c);
    }
    assert_false(qv_keys_type('\0', &keys));
    assert_false(qv_keys_type('\xe4', &keys));
}

static GByteArray *
bytes(const char *text, gsize n)
{
    return g_byte_array_append(g_byte_array_new(), (const guint8 *)text, (guint)n);
}

static void
a_ppm_becomes_a_png(void **state G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) ppm = bytes("P6\n2 1\n255\n\0\0\0\xff\xff\xff", 17);
    g_autoptr(GByteArray) png = qv_png_from_ppm(ppm, NULL);
    guint width, height;

    assert_non_null(png);
    assert_true(qv_png_size(png, &width, &height));
    assert_int_equal(width, 2);
    assert_int_equal(height, 1);
}

static void
what_is_no_whole_ppm_is_refused(void **state G_GNUC_UNUSED)
{
    static const char *const texts[] = {"",
                                        "P6",
                                        "P5\n1 1\n255\nabc",
                                        "P6\n2 1\n255\nabcde",
                                        "P6\n0 1\n255\nabc",
                                        "P6\n99999 99999\n255\nabc",
                                        "P6\n1 1\n65535\nabcdef"};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GByteArray) ppm = bytes(texts[i], strlen(texts[i]));
        if (qv_png_from_ppm(ppm, NULL) != NULL)
            fail_msg("'%s' passed for a PPM", texts[i]);
    }
}

static void
wait_for_lock(gpointer lock)
{
    g_mutex_lock(lock);
    g_mutex_unlock(lock);
}

static void
leave_task(gpointer data G_GNUC_UNUSED)
{
}

static void
a_task_can_be_left_behind(void **state G_GNUC_UNUSED)
{
    static GMutex lock;
    QvTask *task;

    g_mutex_lock(&lock);
    task = qv_task_new(wait_for_lock, &lock, leave_task);
    assert_false(qv_task_wait(task, 10));
    g_mutex_unlock(&lock);
    assert_true(qv_task_wait(task, 60000));
    assert_true(qv_task_wait(task, 0));
    qv_task_unref(task);
}

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

static void
texts_are_broken_at_words(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *text;
        guint width;
        const char *wrapped;
    } cases[] = {
        {"", 5, ""},
        {"one", 2, "one"},
        {"one two three", 7, "one two\nthree"},
        {"one two three", 13, "one two three"},
        {"añó ñandú", 5, "añó\nñandú"},
        {"/var/lib/images/disk", 9, "/var/lib/\nimages/\ndisk"},
        {"到 到到", 4, "到\n到到"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *wrapped = qv_wrap_words(cases[i].text, cases[i].width);
        assert_string_equal(wrapped, cases[i].wrapped);
    }
    assert_int_equal(qv_text_width("one\nthree\n到"), 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_is_a_number_and_a_unit),
        cmocka_unit_test(what_is_no_size_is_refused),
        cmocka_unit_test(a_guests_name_is_plain),
        cmocka_unit_test(the_nearest_word_is_suggested_and_no_far_one),
        cmocka_unit_test(no_control_byte_reaches_the_terminal),
        cmocka_unit_test(random_bytes_become_printable_utf8),
        cmocka_unit_test(a_json_number_has_no_digit_too_many),
        cmocka_unit_test(decimals_sort_as_numbers_and_what_is_absent_comes_last),
        cmocka_unit_test(a_message_has_the_values_of_its_words),
        cmocka_unit_test(what_was_made_is_taken_back_newest_first),
        cmocka_unit_test(what_was_kept_is_not_taken_back),
        cmocka_unit_test(the_component_in_the_way_is_named),
        cmocka_unit_test(keys_have_many_names),
        cmocka_unit_test(every_printing_character_is_typed),
        cmocka_unit_test(texts_are_broken_at_words),
        cmocka_unit_test(a_ppm_becomes_a_png),
        cmocka_unit_test(what_is_no_whole_ppm_is_refused),
        cmocka_unit_test(a_task_can_be_left_behind),
        cmocka_unit_test(no_more_than_so_many_work_at_once),
        cmocka_unit_test(who_hangs_is_left_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
