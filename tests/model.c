/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model: images, labels, PCI groups, templates and stylesheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"
#include "fixture.h"
#include "model/image.h"
#include "model/label.h"
#include "model/pci.h"
#include "model/stage.h"
#include "model/template-chain.h"
#include "model/template-check.h"

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
    int file = g_file_open_tmp("qvirt-test.XXXXXX", &path, NULL);

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

static char *
format_of_image_file(const char *directory, const guchar *header, gsize length, GError **error)
{
    g_autofree char *path = fixture_write_file(directory, "image", header, length);
    g_autoptr(xmlDoc) doc = qv_xml_new("setting");

    if (!qv_image_look(path, qv_xml_root(doc), error))
        return NULL;
    return qv_xml_get(qv_xml_child(qv_xml_root(doc), "image"), "format");
}

static void
an_images_format_is_read_from_its_header(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = fixture_make_directory();
    guchar qcow2[512] = "QFI\xfb\0\0\0\3";
    guchar zeros[512] = {0};
    g_autofree char *a = format_of_image_file(directory, qcow2, sizeof qcow2, NULL);
    g_autofree char *b = format_of_image_file(directory, zeros, sizeof zeros, NULL);
    g_autofree char *c = format_of_image_file(directory, (const guchar *)"", 0, NULL);

    assert_string_equal(a, "qcow2");
    assert_string_equal(b, "raw");
    assert_string_equal(c, "raw");
    fixture_remove_directory(directory);
}

static void
an_image_that_names_another_file_is_refused(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = fixture_make_directory();
    guchar backed[512] = "QFI\xfb\0\0\0\3\0\0\0\0\0\0\1\0";
    guchar data_file[512] = "QFI\xfb\0\0\0\3";
    g_autoptr(GError) one = NULL;
    g_autoptr(GError) other = NULL;

    data_file[79] = 4;
    assert_null(format_of_image_file(directory, backed, sizeof backed, &one));
    assert_null(format_of_image_file(directory, data_file, sizeof data_file, &other));
    assert_non_null(strstr(one->message, "refers to another file"));
    assert_non_null(strstr(other->message, "refers to another file"));
    fixture_remove_directory(directory);
}

static char *
below(const char *directory, const guchar *header, gsize length, const char *name, GError **error)
{
    g_autofree char *path = fixture_write_file(directory, "image", header, length);
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
    g_autofree char *directory = fixture_make_directory();
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
    fixture_remove_directory(directory);
}

static void
a_header_that_lies_is_refused(void **state G_GNUC_UNUSED)
{
    g_autofree char *directory = fixture_make_directory();
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
    fixture_remove_directory(directory);
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
    g_autofree char *sysfs = fixture_make_directory();
    const char *files[] = {"0000:06:00.0/iommu_group/devices/0000:06:00.0/class",
                           "0000:06:00.0/iommu_group/devices/0000:06:00.1/class",
                           "0000:06:00.1/iommu_group/devices/0000:06:00.0/class",
                           "0000:06:00.1/iommu_group/devices/0000:06:00.1/class"};
    const char *bridges[] = {"0000:06:00.0/iommu_group/devices/0000:00:01.0/class",
                             "0000:06:00.1/iommu_group/devices/0000:00:01.0/class"};

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        g_free(fixture_write_file(sysfs, files[i], "0x030000\n", 9));
    for (gsize i = 0; i < G_N_ELEMENTS(bridges); i++)
        g_free(fixture_write_file(sysfs, bridges[i], "0x060400\n", 9));
    g_free(fixture_write_file(sysfs, "0000:07:00.0/class", "0x020000\n", 9));
    g_autofree char *half = pci_refusal(sysfs, "0000:06:00.0", NULL);
    g_autofree char *whole = pci_refusal(sysfs, "0000:06:00.0", "0000:06:00.1");
    g_autofree char *none = pci_refusal(sysfs, "0000:07:00.0", NULL);
    g_autofree char *missing = pci_refusal(sysfs, "0000:08:00.0", NULL);
    assert_string_equal(half, "2 --pci: 0000:06:00.0 shares its IOMMU group with 0000:06:00.1: "
                              "give them all, or none");
    assert_string_equal(whole, "");
    assert_non_null(strstr(none, "6 --pci: 0000:07:00.0 is in no IOMMU group"));
    assert_non_null(strstr(missing, "2 --pci: no device 0000:08:00.0"));
    fixture_remove_directory(sysfs);
}

/* Loads a template called "mine" from a user's own directory, and returns why it is refused. */
static char *
refuse_own(QvTemplateKind kind, const char *text)
{
    g_autofree char *directory = fixture_make_directory();
    g_autofree char *file = fixture_write_file(
        directory,
        kind == QV_PRESET ? "qvirt/templates/presets/mine.xml" : "qvirt/templates/options/mine.xml",
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
    fixture_remove_directory(directory);
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
    g_autofree char *directory = fixture_make_directory();
    g_autofree char *secret = fixture_write_file(directory, "secret.xml", "<s>the secret</s>",
                                                 strlen("<s>the secret</s>"));
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
    fixture_remove_directory(directory);
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
    g_autofree char *directory = fixture_make_directory();
    g_autofree char *command =
        g_strdup_printf("cp -r '%s/xsl' '%s/templates' '%s'", g_getenv("QVIRT_DATADIR"),
                        g_getenv("QVIRT_DATADIR"), directory);
    const char *argv[] = {"sh", "-c", command, NULL};

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
    return g_steal_pointer(&directory);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_has_a_key_and_a_value),
        cmocka_unit_test(a_backing_file_is_read_and_its_header_not_trusted),
        cmocka_unit_test(an_images_format_is_read_from_its_header),
        cmocka_unit_test(an_image_that_names_another_file_is_refused),
        cmocka_unit_test(the_image_below_is_read_with_its_format),
        cmocka_unit_test(a_header_that_lies_is_refused),
        cmocka_unit_test(a_pci_group_is_given_whole),
        cmocka_unit_test(a_wrong_template_is_refused_by_file_and_line),
        cmocka_unit_test(parts_of_a_template_fit_together),
        cmocka_unit_test(an_option_stands_on_what_it_extends),
        cmocka_unit_test(a_name_cannot_leave_the_template_directories),
        cmocka_unit_test(a_stylesheet_reaches_no_file),
        cmocka_unit_test(an_endless_stylesheet_ends_in_an_error),
    };
    g_autofree char *config = fixture_make_directory();
    g_autofree char *data = copy_data();

    g_setenv("XDG_CONFIG_HOME", config, TRUE);
    g_setenv("QVIRT_DATADIR", data, TRUE);
    qv_xml_lock_down();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_remove_directory(config);
    fixture_remove_directory(data);
    return failed;
}
