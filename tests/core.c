/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* core: the logic below the commands, in sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/keys.h"
#include "base/output.h"
#include "base/path.h"
#include "base/png.h"
#include "base/suggest.h"
#include "base/undo.h"
#include "hv/log.h"
#include "model/image.h"
#include "model/label.h"
#include "model/pci.h"
#include "model/settings.h"
#include "model/stage.h"
#include "model/template-check.h"

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
a_label_has_a_key_and_a_value(void **state G_GNUC_UNUSED)
{
    static const char *const wrong[] = {"", "=", "a", "a b=c", "a=\n", "\xff=a", "a=\xff", "a\n=b"};
    g_autoptr(xmlDoc) doc = qv_xml_new("setting");
    xmlNode *setting = qv_xml_root(doc);

    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        if (qv_value_label(wrong[i], NULL, setting, NULL))
            fail_msg("'%s' passed for a label", wrong[i]);
    assert_true(qv_value_label("a.b/c_d-1==x=", NULL, setting, NULL));
    assert_true(qv_xml_is(setting, "key", "a.b/c_d-1"));
    assert_true(qv_xml_is(setting, "of", "=x="));
    assert_true(qv_value_label("a=", NULL, setting, NULL));
    assert_true(qv_xml_is(setting, "of", ""));
    assert_true(qv_value_label_wanted("a", NULL, setting, NULL));
}

/* A qcow2 header of version 3 whose backing file is called @name, with its format where told. */
static char *
write_overlay(const char *name, guint64 at, guint32 length, const char *format)
{
    g_autofree guint8 *image = g_malloc0(1024);
    char *path = NULL;
    int file = g_file_open_tmp("qvirt-core.XXXXXX", &path, NULL);

    memcpy(image, "QFI\xfb\0\0\0\3", 8);
    *(guint64 *)(image + 8) = GUINT64_TO_BE(at);
    *(guint32 *)(image + 16) = GUINT32_TO_BE(length);
    *(guint32 *)(image + 100) = GUINT32_TO_BE(104);
    if (format != NULL) {
        *(guint32 *)(image + 104) = GUINT32_TO_BE(0xE2792ACA);
        *(guint32 *)(image + 108) = GUINT32_TO_BE((guint32)strlen(format));
        memcpy(image + 112, format, strlen(format));
    }
    memcpy(image + 512, name, strlen(name));
    assert_int_equal(write(file, image, 1024), 1024);
    close(file);
    return path;
}

static void
assert_backing(const char *name, guint64 at, guint32 length, const char *format,
               const char *expected, const char *more)
{
    g_autofree char *path = write_overlay(name, at, length, format);
    g_autofree char *directory = g_path_get_dirname(path);
    g_autofree char *file = g_build_filename(directory, expected ? expected : "", NULL);
    g_autoptr(xmlDoc) doc = qv_xml_new("image");
    gboolean read = qv_image_add_backing(path, qv_xml_root(doc));
    xmlNode *below = qv_xml_child(qv_xml_root(doc), NULL);

    g_unlink(path);
    assert_int_equal(read, expected != NULL);
    if (expected == NULL)
        return;
    assert_true(qv_xml_is(below, "name", strchr(expected, ':') ? expected : file));
    assert_true(qv_xml_is(below, "format", format));
    assert_true(qv_xml_is(below, "more", more));
}

static void
a_backing_file_is_read_and_its_header_not_trusted(void **state G_GNUC_UNUSED)
{
    assert_backing("base.img", 512, 8, "raw", "base.img", NULL);
    assert_backing("base.qcow2", 512, 10, "qcow2", "base.qcow2", "yes");
    assert_backing("base.qcow2", 512, 10, NULL, "base.qcow2", "yes");
    assert_backing("nbd://host/x", 512, 12, "raw", "nbd://host/x", NULL);
    assert_backing("a:\033[31m", 512, 7, NULL, "a:\\x1B[31m", NULL);
    assert_backing("x", 512, 0, "raw", NULL, NULL);
    assert_backing("x", 512, 1024, "raw", NULL, NULL);
    assert_backing("x", 65536, 1, "raw", NULL, NULL);
    assert_backing("x", G_MAXUINT64, 1, "raw", NULL, NULL);
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

static char *
scratch(void)
{
    g_autofree char *path = g_dir_make_tmp("qvirt-core-XXXXXX", NULL);

    assert_non_null(path);
    return g_steal_pointer(&path);
}

static char *
write_test_file(const char *directory, const char *name, const void *data, gsize length)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);

    g_mkdir_with_parents(parent, 0755);
    assert_true(g_file_set_contents(path, data, (gssize)length, NULL));
    return g_steal_pointer(&path);
}

static void
remove_tree(const char *path)
{
    const char *argv[] = {"rm", "-rf", path, NULL};

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
}

static char *
format_of_image_file(const char *directory, const guchar *header, gsize length, GError **error)
{
    g_autofree char *path = write_test_file(directory, "image", header, length);
    g_autoptr(xmlDoc) doc = qv_xml_new("setting");

    if (!qv_image_look(path, qv_xml_root(doc), error))
        return NULL;
    return qv_xml_get(qv_xml_child(qv_xml_root(doc), "image"), "format");
}

static void
an_images_format_is_read_from_its_header(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = scratch();
    guchar qcow2[512] = "QFI\xfb\0\0\0\3";
    guchar zeros[512] = {0};
    g_autofree char *a = format_of_image_file(directory, qcow2, sizeof qcow2, NULL);
    g_autofree char *b = format_of_image_file(directory, zeros, sizeof zeros, NULL);
    g_autofree char *c = format_of_image_file(directory, (const guchar *)"", 0, NULL);

    assert_string_equal(a, "qcow2");
    assert_string_equal(b, "raw");
    assert_string_equal(c, "raw");
    remove_tree(directory);
}

static void
an_image_that_names_another_file_is_refused(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = scratch();
    guchar backed[512] = "QFI\xfb\0\0\0\3\0\0\0\0\0\0\1\0";
    guchar data_file[512] = "QFI\xfb\0\0\0\3";
    g_autoptr(GError) one = NULL;
    g_autoptr(GError) other = NULL;

    data_file[79] = 4;
    assert_null(format_of_image_file(directory, backed, sizeof backed, &one));
    assert_null(format_of_image_file(directory, data_file, sizeof data_file, &other));
    assert_non_null(strstr(one->message, "refers to another file"));
    assert_non_null(strstr(other->message, "refers to another file"));
    remove_tree(directory);
}

static char *
below(const char *directory, const guchar *header, gsize length, const char *name, GError **error)
{
    g_autofree char *path = write_test_file(directory, "image", header, length);
    g_autoptr(xmlDoc) doc = qv_xml_new("image");

    if (!qv_image_read(path, qv_xml_root(doc), error))
        return NULL;
    return qv_xml_get(qv_xml_root(doc), name);
}

/* A header of version 3 and 104 bytes, the extension of the format, its end, and the name at 128.
 */
static void
make_header(guchar header[512], const char *name)
{
    memcpy(header, "QFI\xfb\0\0\0\3\0\0\0\0\0\0\0\200", 16);
    header[19] = (guchar)strlen(name);
    header[103] = 104;
    memcpy(header + 104, "\xe2\x79\x2a\xca\0\0\0\5qcow2", 13);
    memcpy(header + 128, name, strlen(name));
}

static void
the_image_below_is_read_with_its_format(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = scratch();
    g_autofree char *beside = g_build_filename(directory, "base", NULL);
    guchar header[512] = {0}, other[512] = {0};

    make_header(header, "./base");
    g_autofree char *a = below(directory, header, sizeof header, "below", NULL);
    g_autofree char *b = below(directory, header, sizeof header, "below-format", NULL);
    assert_string_equal(a, beside);
    assert_string_equal(b, "qcow2");
    make_header(other, "/dev/../base");
    other[104] = 0;
    g_autofree char *c = below(directory, other, sizeof other, "below", NULL);
    g_autofree char *d = below(directory, other, sizeof other, "below-format", NULL);
    assert_string_equal(c, "/base");
    assert_null(d);
    remove_tree(directory);
}

static void
a_header_that_lies_is_refused(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = scratch();
    guchar far[512] = {0}, odd[512] = {0}, long_name[512] = {0};
    g_autoptr(GError) one = NULL;
    g_autoptr(GError) other = NULL;
    g_autoptr(GError) third = NULL;

    make_header(far, "x");
    far[8] = 0xff;
    make_header(odd, "nbd:localhost:1");
    make_header(long_name, "x");
    long_name[16] = 0xff;
    assert_null(below(directory, far, sizeof far, "below", &one));
    assert_null(below(directory, odd, sizeof odd, "below", &other));
    assert_null(below(directory, long_name, sizeof long_name, "below", &third));
    assert_non_null(strstr(one->message, "damaged"));
    assert_non_null(strstr(other->message, "not a file"));
    assert_non_null(strstr(third->message, "damaged"));
    remove_tree(directory);
}

static void
the_component_in_the_way_is_named(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = scratch();
    g_autofree char *file = write_test_file(directory, "closed/images/a.iso", "x", 1);
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
    remove_tree(directory);
}

static char *
pci_refusal(const char *sysfs, const char *one, const char *other)
{
    const char *const addresses[] = {one, other, NULL};
    g_autoptr(GError) error = NULL;

    if (qv_pci_check(sysfs, addresses, &error))
        return g_strdup("");
    return g_strdup_printf("%d %s", error->code, error->message);
}

/* A host with two functions of one card behind a bridge, in one group, and a card without. */
static void
a_pci_group_is_given_whole(void **state G_GNUC_UNUSED)
{
    g_autofree char *sysfs = scratch();
    const char *files[] = {"0000:06:00.0/iommu_group/devices/0000:06:00.0/class",
                           "0000:06:00.0/iommu_group/devices/0000:06:00.1/class",
                           "0000:06:00.1/iommu_group/devices/0000:06:00.0/class",
                           "0000:06:00.1/iommu_group/devices/0000:06:00.1/class"};
    const char *bridges[] = {"0000:06:00.0/iommu_group/devices/0000:00:01.0/class",
                             "0000:06:00.1/iommu_group/devices/0000:00:01.0/class"};

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        g_free(write_test_file(sysfs, files[i], "0x030000\n", 9));
    for (gsize i = 0; i < G_N_ELEMENTS(bridges); i++)
        g_free(write_test_file(sysfs, bridges[i], "0x060400\n", 9));
    g_free(write_test_file(sysfs, "0000:07:00.0/class", "0x020000\n", 9));
    g_autofree char *half = pci_refusal(sysfs, "0000:06:00.0", NULL);
    g_autofree char *whole = pci_refusal(sysfs, "0000:06:00.0", "0000:06:00.1");
    g_autofree char *none = pci_refusal(sysfs, "0000:07:00.0", NULL);
    g_autofree char *missing = pci_refusal(sysfs, "0000:08:00.0", NULL);
    assert_string_equal(half, "2 --pci: 0000:06:00.0 shares its IOMMU group with 0000:06:00.1: "
                              "give them all, or none");
    assert_string_equal(whole, "");
    assert_non_null(strstr(none, "6 --pci: 0000:07:00.0 is in no IOMMU group"));
    assert_non_null(strstr(missing, "2 --pci: no device 0000:08:00.0"));
    remove_tree(sysfs);
}

/* Loads a template called "mine" from a user's own directory, and returns why it is refused. */
static char *
refuse_own(QvTemplateKind kind, const char *text)
{
    g_autofree char *directory = scratch();
    g_autofree char *file = write_test_file(directory,
                                            kind == QV_PRESET ? "qvirt/templates/presets/mine.xml"
                                                              : "qvirt/templates/options/mine.xml",
                                            text, strlen(text));
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) chain = NULL;

    /* GLib reads XDG_CONFIG_HOME once; the link that it was given is turned here. */
    g_autofree char *link = g_build_filename(g_get_user_config_dir(), "qvirt", NULL);
    g_autofree char *own = g_build_filename(directory, "qvirt", NULL);
    g_unlink(link);
    assert_int_equal(symlink(own, link), 0);
    chain = qv_template_chain(kind, "mine", &error);
    if (chain != NULL)
        qv_template_check_facts(chain->pdata[chain->len - 1], NULL, &error);
    g_unlink(link);
    remove_tree(directory);
    assert_non_null(error);
    const char *mine = strstr(error->message, "mine.xml");
    return g_strdup_printf("%d %s", error->code, mine ? mine : error->message);
}

static char *
refusal(const char *text)
{
    return refuse_own(QV_PRESET, text);
}

#define OPTION(attributes, body)                                                                   \
    "<option xmlns:q='urn:qvirt:1' id='mine' " attributes ">\n<title>t</title>\n" body "\n</"      \
    "option>"
#define PRESET(attributes, body)                                                                   \
    "<preset xmlns:q='urn:qvirt:1' id='mine' " attributes ">\n<title>t</title>\n" body "\n</"      \
    "preset>"

static void
assert_begins(const char *text, const char *beginning)
{
    if (!g_str_has_prefix(text, beginning))
        fail_msg("'%s' does not begin with '%s'", text, beginning);
}

static void
a_wrong_template_is_refused_by_file_and_line(void **state G_GNUC_UNUSED)
{
    g_autofree char *broken = refusal("<preset>\n<title>\n</preset>");
    g_autofree char *unknown = refusal(PRESET("", "<domain q:wyh='x'/>"));
    g_autofree char *circle = refusal(PRESET("extends='mine'", ""));
    g_autofree char *orphan = refusal(PRESET("extends='lunix'", ""));
    g_autofree char *fact =
        refusal(PRESET("", "<domain><memory q:requires='video.modelType.qlx'/></domain>"));
    g_autofree char *need = refusal(PRESET("", "<needs fact='kmv' why='speed'/>"));
    g_autofree char *doctype = refusal("<!DOCTYPE a [<!ENTITY x SYSTEM '/etc/passwd'>]>"
                                       "<preset id='mine'><title>&x;</title></preset>");
    g_autofree char *other = refusal("<preset id='other'><title>t</title></preset>");

    assert_begins(broken, "5 mine.xml:3: not well-formed: Opening and ending tag mismatch");
    assert_begins(unknown, "5 mine.xml:");
    assert_begins(circle, "5 mine.xml:1: preset 'mine' extends itself");
    assert_begins(orphan, "3 mine.xml:1: extends: no preset 'lunix'; did you mean 'linux'?");
    assert_begins(fact, "5 mine.xml:3: no host has a fact 'video.modelType.qlx'; did you mean "
                        "'video.modelType.qxl'?");
    assert_begins(need, "5 mine.xml:3: no host has a fact 'kmv'; did you mean 'kvm'?");
    assert_begins(doctype, "5 mine.xml:1: a DOCTYPE is not allowed");
    assert_begins(other, "5 mine.xml:1: its id must be its name, 'mine'");
}

/* What would be passed over in silence otherwise. */
static void
parts_of_a_template_fit_together(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *text, *beginning;
    } wrong[] = {
        {OPTION("", "<domain><vcpu q:takes='_'/></domain>"),
         "5 mine.xml:1: <option>: has q:takes, but no <takes>"},
        {OPTION("", "<takes pattern='1' title='one'/>\n<domain><vcpu/></domain>"),
         "5 mine.xml:3: <takes>: nothing has q:takes"},
        {OPTION("", "<takes pattern='1' title='one' default='2'/><domain><vcpu q:takes='_'/>"
                    "</domain>"),
         "5 mine.xml:3: <takes>: its default is no value that it takes"},
        {OPTION("", "<domain><devices>\n<rng/><tpm/>\n<rng/></devices></domain>"),
         "5 mine.xml:5: <rng>: is there twice"},
        {OPTION("", "<domain><q:first><rng/>\n<rng/></q:first></domain>"),
         "5 mine.xml:4: <rng>: is never reached"},
        {OPTION("", "<refuses with='vnc vcn' why='x'/>"),
         "5 mine.xml:3: <refuses>: no preset or option 'vcn'"},
        {OPTION("", "<taints as='x' unless='kmv' why='x'/>"),
         "5 mine.xml:3: no host has a fact 'kmv'"},
        {OPTION("extends='mine'", ""), "5 mine.xml:1: option 'mine' extends itself, by 'mine'"},
        {OPTION("extends='vcn'", ""), "3 mine.xml:1: extends: no option 'vcn'; did you mean 'vnc'"},
        {OPTION("extends='smbios'", ""),
         "5 mine.xml:1: extends: option 'smbios' takes a value and has no default"},
        {OPTION("extends='linux'", ""), "3 mine.xml:1: extends: no option 'linux'"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *refused = refuse_own(QV_OPTION, wrong[i].text);
        assert_begins(refused, wrong[i].beginning);
    }
}

static void
an_option_stands_on_what_it_extends(void **state G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) chain = qv_template_chain(QV_OPTION, "usb-nec-intx", &error);

    assert_non_null(chain);
    assert_int_equal(chain->len, 2);
    const QvTemplate *base = chain->pdata[0], *option = chain->pdata[1];
    assert_string_equal(base->id, "usb-nec");
    assert_string_equal(base->value, "8");
    assert_string_equal(base->brought_by, "usb-nec-intx");
    assert_string_equal(option->id, "usb-nec-intx");
    assert_null(option->brought_by);
}

static void
a_name_cannot_leave_the_template_directories(void **state G_GNUC_UNUSED)
{
    static const char *const names[] = {"../presets/linux", "/etc/passwd", ".", "a/b", ""};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(QvTemplate) template = qv_template_load(QV_PRESET, names[i], &error);
        assert_null(template);
        assert_int_equal(error->code, QV_ERROR_NOT_FOUND);
    }
}

/* "KIND PATH OWNER" for each file, and "KIND" for what has a place of libvirt's own. */
static char *
files_of(const char *belongings)
{
    g_autofree char *text = g_strdup_printf("<belongings>%s</belongings>", belongings);
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "belongings", NULL);
    g_autoptr(xmlDoc) files = qv_stage("files", doc, NULL);
    GString *found = g_string_new(NULL);

    for (xmlNode *n = qv_xml_child(qv_xml_root(files), NULL); n; n = qv_xml_next(n, NULL)) {
        g_autofree char *kind = qv_xml_get(n, "kind");
        g_autofree char *path = qv_xml_get(n, "path");
        g_autofree char *owner = qv_xml_get(n, "owner");
        g_autofree char *pool = qv_xml_get(n, "pool");
        g_string_append_printf(found, path ? "%s %s %s\n" : "%s\n", kind, pool ? pool : path,
                               owner);
    }
    return g_string_free(found, FALSE);
}

static void
the_files_of_a_guest_are_read_in_its_domain(void **state G_GNUC_UNUSED)
{
    g_autofree char *found = files_of(
        "<domain><os firmware='efi'><kernel>/k</kernel><initrd>/i</initrd></os>"
        "<sysinfo type='fwcfg'><entry name='opt/x' file='/fw'/></sysinfo><devices>"
        "<disk device='disk'><driver type='qcow2'/><source file='/d'/><backingStore>"
        "<source file='/base'/></backingStore><target dev='vda'/></disk>"
        "<disk device='disk'><source file='/shared'/><shareable/></disk>"
        "<disk device='disk'><source dev='/dev/sdb'/></disk>"
        "<disk device='disk'><source pool='p' volume='v'/></disk>"
        "<disk device='cdrom'><source file='/iso'/></disk><disk device='cdrom'/>"
        "<serial type='file'><source path='/serial'/><log file='/serial.log'/></serial>"
        "<console type='pty'><source path='/dev/pts/1'/><log file='/console.log'/></console>"
        "<interface><rom file='/rom'/></interface>"
        "<filesystem type='mount'><source dir='/share'/><target dir='tag'/></filesystem>"
        "<memory model='nvdimm'><source><path>/nvdimm</path></source></memory>"
        "<tpm model='tpm-crb'><backend type='emulator'/></tpm></devices></domain>");

    assert_string_equal(found, "disk /d guest\nbase /base guest\ndisk /shared shared\n"
                               "disk /dev/sdb host\ndisk p guest\nmedium /iso shared\n"
                               "kernel /k shared\ninitrd /i shared\n"
                               "firmware-setting /fw shared\nconsole-output /serial guest\n"
                               "console-log /serial.log guest\nconsole-log /console.log guest\n"
                               "rom /rom shared\ndirectory /share shared\n"
                               "memory /nvdimm guest\ntpm\nvariables\n");
}

static void
variables_that_a_domain_names_are_in_no_other_place(void **state G_GNUC_UNUSED)
{
    g_autofree char *named = files_of("<domain><os><loader type='pflash'>/code</loader>"
                                      "<nvram template='/vars'>/own</nvram></os></domain>");
    g_autofree char *bios = files_of("<domain><os><loader type='rom'>/bios</loader></os></domain>");

    assert_string_equal(named, "firmware /code host\nvariables /own guest\nfirmware /vars host\n");
    assert_string_equal(bios, "firmware /bios host\n");
}

static void
the_files_of_snapshots_belong_to_the_guest(void **state G_GNUC_UNUSED)
{
    g_autofree char *found =
        files_of("<snapshots><domainsnapshot><memory snapshot='external' file='/memory'/>"
                 "<disks><disk name='vda' snapshot='external'><source file='/overlay'/></disk>"
                 "<disk name='sda' snapshot='no'/></disks><domain><devices><disk device='disk'>"
                 "<source file='/frozen'/></disk></devices></domain></domainsnapshot></snapshots>");

    assert_string_equal(found, "snapshot-memory /memory guest\nsnapshot /frozen guest\n"
                               "snapshot /overlay guest\n");
}

static void
a_device_has_a_title_in_the_users_words(void **state G_GNUC_UNUSED)
{
    static const char text[] =
        "<domain><devices><disk device='cdrom'><target dev='sda'/></disk>"
        "<disk device='disk'><target dev='vdb'/></disk>"
        "<interface><mac address='52:54:00:00:00:01'/></interface>"
        "<hostdev type='usb'><source><vendor id='0x046d'/><product id='0xc52b'/></source></hostdev>"
        "<hostdev type='pci'><source><address bus='0x01' slot='0x00' function='0x0'/></source>"
        "</hostdev><controller type='scsi'/><tpm/><sound><alias name='ua-s'/></sound>"
        "</devices></domain>";
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "domain", NULL);
    g_autoptr(xmlDoc) devices = qv_stage("devices", doc, NULL);
    g_autoptr(GString) found = g_string_new(NULL);

    for (xmlNode *n = qv_xml_child(qv_xml_root(devices), "device"); n;
         n = qv_xml_next(n, "device")) {
        g_autofree char *kind = qv_xml_get(n, "kind");
        g_autofree char *title = qv_xml_get(n, "title");
        g_string_append_printf(found, "%s: %s\n", kind, title);
        assert_non_null(qv_xml_content(n));
    }
    assert_string_equal(found->str, "cd: CD drive sda\ndisk: disk vdb\n"
                                    "network-card: network card 52:54:00:00:00:01\n"
                                    "usb-device: USB device 046d:c52b\n"
                                    "pci-device: PCI device 01:00.0\n"
                                    "controller: SCSI controller\ntpm: TPM\n"
                                    "sound: sound device ua-s\n");
}

static char *
dropped(const char *asked, const char *kept)
{
    g_autofree char *text = g_strdup_printf("<define><asked><domain>%s</domain></asked>"
                                            "<kept><domain>%s</domain></kept></define>",
                                            asked, kept);
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "define", NULL);
    g_autoptr(xmlDoc) verdict = qv_stage("verify", doc, NULL);
    xmlNode *what = qv_xml_child(qv_xml_root(verdict), "what");
    xmlChar *path = what ? xmlNodeGetContent(what) : NULL;
    g_autofree char *copy = g_strdup(path ? (const char *)path : "");

    xmlFree(path);
    return g_steal_pointer(&copy);
}

static void
what_a_guest_uses_of_its_host_is_listed(void **state G_GNUC_UNUSED)
{
    static const char text[] =
        "<migration><request/><guest><domain type='kvm'><memory unit='KiB'>1024</memory>"
        "<os><type arch='x86_64' machine='pc'>hvm</type><kernel>/k</kernel>"
        "<loader type='pflash'>/l</loader></os><cpu mode='host-passthrough'/><devices>"
        "<disk type='file' device='disk'><driver type='qcow2'/><source file='/d'/>"
        "<backingStore><source file='/base'/></backingStore><target dev='vda'/></disk>"
        "<disk type='volume' device='cdrom'><source pool='p' volume='v'/></disk>"
        "<interface type='bridge'><source bridge='br0'/></interface>"
        "<interface type='network'><source network='n' bridge='virbr0'/></interface>"
        "<emulator>/e</emulator></devices></domain></guest>"
        "<source><host><capabilities><host><cpu><model>m</model></cpu></host></capabilities>"
        "</host></source></migration>";
    g_autoptr(xmlDoc) doc = qv_xml_read(text, -1, "migration", NULL);
    g_autoptr(xmlDoc) uses = qv_stage("uses", doc, NULL);
    g_autoptr(GString) found = g_string_new(NULL);

    for (xmlNode *n = qv_xml_child(qv_xml_root(uses), NULL); n; n = qv_xml_next(n, NULL)) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *path = qv_xml_get(n, "path");
        g_string_append_printf(found, "%s %s\n", (const char *)n->name,
                               name   ? name
                               : path ? path
                                      : "");
    }
    assert_true(qv_xml_is(qv_xml_root(uses), "bytes", "1048576"));
    assert_string_equal(found->str, "file /k\nfile /l\nfile /d\nfile /base\nvolume v\n"
                                    "bridge br0\nnetwork n\nprocessor \n");
    qv_xml_set(qv_xml_add(qv_xml_child(qv_xml_root(doc), "request"), "setting"), "name",
               "copy-storage");
    g_autoptr(xmlDoc) copied = qv_stage("uses", doc, NULL);
    xmlNode *disk = qv_xml_next(qv_xml_child(qv_xml_root(copied), "file"), "file");
    disk = qv_xml_next(disk, "file");
    assert_true(qv_xml_is(disk, "copied", "yes") && qv_xml_is(disk, "format", "qcow2"));
    assert_null(qv_xml_next(disk, "file"));
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

static char *
obstacles(xmlDoc *migration)
{
    g_autoptr(xmlDoc) found = qv_stage("migrate-check", migration, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    xmlNode *n = qv_xml_child(qv_xml_root(found), NULL);

    for (; n != NULL; n = qv_xml_next(n, NULL)) {
        g_autofree char *what = qv_xml_get(n, "what");
        g_autofree char *blocks = qv_xml_get(n, "blocks");
        g_autofree char *why = qv_xml_get_message(n, "why", FALSE);
        g_autofree char *how = qv_xml_get_message(n, "how", FALSE);
        g_string_append_printf(text, "%s %s\n", what, blocks);
        if (strchr(why, '$') != NULL || strchr(how, '$') != NULL)
            fail_msg("a word without a value: %s (%s)", why, how);
    }
    return g_strdup(text->str);
}

static void
every_obstacle_of_a_migration_is_found(void **state G_GNUC_UNUSED)
{
    g_autoptr(xmlDoc) migration = qv_xml_read_file(TESTS "/migration.xml", NULL);
    xmlNode *root = qv_xml_root(migration);
    g_autofree char *all = obstacles(migration);

    assert_string_equal(all, "snapshots yes\ncheckpoints unsafe\nsaved state yes\n"
                             "cache unsafe\nshared directory unsafe\nvhost-user no\n"
                             "host device yes\nhost device yes\nhost device unsafe\n"
                             "name yes\nmemory unsafe\n"
                             "emulator yes\nnetwork yes\nnetwork yes\nbridge yes\ndisk yes\n"
                             "disk yes\ncdrom yes\nkernel yes\ncdrom no\ndisk no\ndisk yes\n"
                             "disk yes\nCPU yes\nCPU unsafe\n");
    qv_xml_set(qv_xml_child(root, "destination"), "name", "here");
    g_autofree char *same = obstacles(migration);
    assert_string_equal(same, "host yes\n");
}

static void
what_is_a_guests_own_over_there_is_told_apart(void **state G_GNUC_UNUSED)
{
    static const char *const cases[][4] = {
        {"2", "g", "no", "name yes\n"},
        {"1", "g", "no", "definition no\n"},
        {"1", "g", "yes", "copy yes\n"},
        {"1", "h", "no", "UUID yes\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(xmlDoc) migration = qv_xml_read_file(TESTS "/migration.xml", NULL);
        xmlNode *there = qv_xml_child(qv_xml_root(migration), "destination");
        xmlNode *taken = qv_xml_child(there, "taken");
        qv_xml_set(taken, "uuid", cases[i][0]);
        qv_xml_set(taken, "name", cases[i][1]);
        qv_xml_set(taken, "running", cases[i][2]);
        g_autofree char *all = obstacles(migration);
        assert_non_null(strstr(all, cases[i][3]));
    }
}

static void
what_libvirt_dropped_is_noticed(void **state G_GNUC_UNUSED)
{
    g_autofree char *attribute = dropped("<video><model type='cirrus' vram='16384'/></video>",
                                         "<video><model type='cirrus'/></video>");
    g_autofree char *element = dropped("<a/><forward/>", "<a/>");
    g_autofree char *text = dropped("<memory>1</memory>", "<memory>2</memory>");
    g_autofree char *sibling = dropped("<d n='1'/><d n='2'><x/></d>", "<d n='2'/><d n='1'/>");
    g_autofree char *nothing =
        dropped("<os><type machine='q35'>hvm</type></os><genid/><d n='1'/><d n='2'/>",
                "<genid>7</genid><d n='2'/><c/><d n='1' m='3'/>"
                "<os><type machine='pc-q35-7.2'>hvm</type></os>");

    assert_string_equal(attribute, "/video/model/@vram=16384");
    assert_string_equal(element, "/forward");
    assert_string_equal(text, "/memory");
    assert_string_equal(sibling, "/d");
    assert_string_equal(nothing, "");
}

static void
qemus_last_words_are_found_in_its_log(void **state G_GNUC_UNUSED)
{
    static const char log[] = "old words\n"
                              "2026-01-01 00:00:00.000+0000: starting up libvirt version: 9.0.0\n"
                              "LC_ALL=C \\\n"
                              "/usr/bin/qemu-system-x86_64 \\\n"
                              "-name guest=x \\\n"
                              "-msg timestamp=on\n"
                              "char device redirected to /dev/pts/0 (label charserial0)\n"
                              "KVM internal error. Suberror: 1\n"
                              "emulation failure\n";
    g_autofree char *words = qv_log_words(log);
    g_autofree char *none = qv_log_words("starting up libvirt version: 9\n-msg timestamp=on\n");

    assert_string_equal(words, "KVM internal error. Suberror: 1; emulation failure");
    assert_null(none);
}

/* Runs a stylesheet of the test's own, as xsl/evil.xsl of another data directory. */
static xmlDoc *
run_evil(const char *body, GError **error)
{
    g_autofree char *text = g_strconcat(
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' ",
        "xmlns:exsl='http://exslt.org/common' extension-element-prefixes='exsl'>", body,
        "</xsl:stylesheet>", NULL);
    g_autofree char *path = g_build_filename(qv_path_xsl(), "evil.xsl", NULL);
    g_autoptr(xmlDoc) in = qv_xml_new("in");

    assert_true(g_file_set_contents(path, text, -1, NULL));
    return qv_stage("evil", in, error);
}

static gboolean
shows_secret(xmlDoc *doc)
{
    g_autofree char *text = doc ? qv_xml_write(doc) : g_strdup("");

    return strstr(text, "the secret") != NULL;
}

static void
a_stylesheet_reaches_no_file(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = scratch();
    g_autofree char *secret =
        write_test_file(directory, "secret.xml", "<s>the secret</s>", strlen("<s>the secret</s>"));
    g_autofree char *target = g_build_filename(directory, "written.xml", NULL);
    g_autofree char *reads = g_strdup_printf(
        "<xsl:template match='/'><o><xsl:copy-of select=\"document('%s')\"/></o></xsl:template>",
        secret);
    g_autofree char *imports = g_strdup_printf("<xsl:include href='%s'/>", secret);
    g_autofree char *writes = g_strdup_printf(
        "<xsl:template match='/'><o><exsl:document href='%s'>x</exsl:document></o></xsl:template>",
        target);
    g_autoptr(xmlDoc) a = run_evil(reads, NULL);
    g_autoptr(xmlDoc) b = run_evil(imports, NULL);
    g_autoptr(xmlDoc) c = run_evil(writes, NULL);

    assert_false(shows_secret(a));
    assert_false(shows_secret(b));
    assert_false(g_file_test(target, G_FILE_TEST_EXISTS));
    remove_tree(directory);
}

static void
an_endless_stylesheet_ends_in_an_error(void **state G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) out = run_evil(
        "<xsl:template match='/' name='a'><xsl:call-template name='a'/></xsl:template>", &error);

    assert_null(out);
    assert_int_equal(error->code, QV_ERROR_TEMPLATE);
}

/* A data directory of the test's own, so that stylesheets can be put beside qvirt's. */
static char *
copy_data(void)
{
    g_autofree char *directory = scratch();
    g_autofree char *command =
        g_strdup_printf("cp -r '%s/xsl' '%s/templates' '%s'", g_getenv("QVIRT_DATADIR"),
                        g_getenv("QVIRT_DATADIR"), directory);
    const char *argv[] = {"sh", "-c", command, NULL};

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
    return g_steal_pointer(&directory);
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_have_many_names),
        cmocka_unit_test(every_printing_character_is_typed),
        cmocka_unit_test(a_ppm_becomes_a_png),
        cmocka_unit_test(what_is_no_whole_ppm_is_refused),
        cmocka_unit_test(a_size_is_a_number_and_a_unit),
        cmocka_unit_test(what_is_no_size_is_refused),
        cmocka_unit_test(the_nearest_word_is_suggested_and_no_far_one),
        cmocka_unit_test(no_control_byte_reaches_the_terminal),
        cmocka_unit_test(random_bytes_become_printable_utf8),
        cmocka_unit_test(a_label_has_a_key_and_a_value),
        cmocka_unit_test(a_backing_file_is_read_and_its_header_not_trusted),
        cmocka_unit_test(a_guests_name_is_plain),
        cmocka_unit_test(what_was_made_is_taken_back_newest_first),
        cmocka_unit_test(what_was_kept_is_not_taken_back),
        cmocka_unit_test(an_images_format_is_read_from_its_header),
        cmocka_unit_test(an_image_that_names_another_file_is_refused),
        cmocka_unit_test(the_image_below_is_read_with_its_format),
        cmocka_unit_test(a_header_that_lies_is_refused),
        cmocka_unit_test(the_component_in_the_way_is_named),
        cmocka_unit_test(a_pci_group_is_given_whole),
        cmocka_unit_test(a_wrong_template_is_refused_by_file_and_line),
        cmocka_unit_test(parts_of_a_template_fit_together),
        cmocka_unit_test(an_option_stands_on_what_it_extends),
        cmocka_unit_test(a_name_cannot_leave_the_template_directories),
        cmocka_unit_test(what_a_guest_uses_of_its_host_is_listed),
        cmocka_unit_test(the_files_of_a_guest_are_read_in_its_domain),
        cmocka_unit_test(variables_that_a_domain_names_are_in_no_other_place),
        cmocka_unit_test(the_files_of_snapshots_belong_to_the_guest),
        cmocka_unit_test(a_device_has_a_title_in_the_users_words),
        cmocka_unit_test(a_message_has_the_values_of_its_words),
        cmocka_unit_test(every_obstacle_of_a_migration_is_found),
        cmocka_unit_test(what_is_a_guests_own_over_there_is_told_apart),
        cmocka_unit_test(what_libvirt_dropped_is_noticed),
        cmocka_unit_test(qemus_last_words_are_found_in_its_log),
        cmocka_unit_test(a_stylesheet_reaches_no_file),
        cmocka_unit_test(an_endless_stylesheet_ends_in_an_error),
    };
    g_autofree char *config = scratch();
    g_autofree char *data = copy_data();

    g_setenv("XDG_CONFIG_HOME", config, TRUE);
    g_setenv("QVIRT_DATADIR", data, TRUE);
    qv_xml_lock_down();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove_tree(config);
    remove_tree(data);
    return failed;
}
