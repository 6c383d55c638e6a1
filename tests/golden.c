/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* golden: every preset on every layout on every recorded host, as libvirt would get it.

   tests/golden/HOST/PRESET.xml holds the domain on the preset's own layout, or why there is none.
   tests/golden/HOST/layouts.diff holds how it is another on each other layout, every difference
   once, with all presets that have it. So every case can be put together from the two.
   QVIRT_REGENERATE=1 writes them anew; read the difference before you keep it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <libxml/xpath.h>

#include "base/error.h"
#include "model/build.h"
#include "model/image.h"
#include "model/settings.h"
#include "model/stage.h"
#include "model/template-chain.h"

static xmlRelaxNG *domain_schema;

static GStrv
list_golden_names(const char *directory, const char *suffix)
{
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    const char *file;

    while (dir != NULL && (file = g_dir_read_name(dir)) != NULL)
        if (g_str_has_suffix(file, suffix)) {
            g_autofree char *name = g_strndup(file, strlen(file) - strlen(suffix));
            g_strv_builder_add(names, name);
        }
    return g_strv_builder_end(names);
}

static void
set_golden_setting(xmlNode *request, const char *name, const char *value)
{
    g_autoptr(GError) error = NULL;
    xmlNode *setting = qv_setting_add(request, qv_setting_find(qv_settings, name), value, &error);

    if (error != NULL)
        fail_msg("%s", error->message);
    if (g_str_equal(name, "disk") || g_str_equal(name, "cdrom"))
        qv_image_guess(value, setting);
}

static xmlDoc *
plan_golden_request(xmlDoc *host, xmlDoc *request, GError **error)
{
    g_autoptr(QvBuild) build = qv_build_new(qv_xml_root(request), error);
    g_autoptr(QvTarget) target = build ? qv_build_target(build, host, error) : NULL;

    return target ? qv_build_plan(build, error) : NULL;
}

/* The plan of a guest with two disks and a CD, as xsl/derive must number them. */
static xmlDoc *
plan_golden_guest(xmlDoc *host, const char *preset, const char *layout, GError **error)
{
    g_autoptr(xmlDoc) request = qv_xml_new("request");
    xmlNode *root = qv_xml_root(request);

    set_golden_setting(root, "name", "guest");
    set_golden_setting(root, "preset", preset);
    set_golden_setting(root, "layout", layout);
    set_golden_setting(root, "cdrom", "/images/install.iso");
    set_golden_setting(root, "disk", "/images/system.qcow2");
    set_golden_setting(root, "disk", "/images/data.raw");
    return plan_golden_request(host, request, error);
}

static void
check_plan_reasons(xmlDoc *made, const char *what)
{
    g_autoptr(xmlDoc) leaves = qv_stage("explain", made, NULL);
    xmlNode *n = qv_xml_child(qv_xml_root(leaves), "leaf");

    assert_non_null(n);
    for (; n != NULL; n = qv_xml_next(n, "leaf")) {
        g_autofree char *path = qv_xml_get(n, "path");
        g_autofree char *why = qv_xml_get(n, "why");
        g_autofree char *source = qv_xml_get(n, "source");
        if (*why == '\0' || *source == '\0')
            fail_msg("%s: %s has no reason, or no source of it", what, path);
    }
}

static void
remember_xml_fault(void *data, xmlErrorPtr fault)
{
    g_string_append(data, fault->message);
}

static void
check_schema(xmlDoc *domain, const char *what)
{
    g_autofree char *text = qv_xml_write(domain);
    g_autoptr(xmlDoc) reread = qv_xml_read(text, -1, what, NULL);
    g_autoptr(xmlRelaxNGValidCtxt) validator = xmlRelaxNGNewValidCtxt(domain_schema);
    g_autoptr(GString) faults = g_string_new(NULL);

    xmlRelaxNGSetValidStructuredErrors(validator, remember_xml_fault, faults);
    if (xmlRelaxNGValidateDoc(validator, reread) != 0)
        fail_msg("%s: not valid for libvirt: %s\n%s", what, faults->str, text);
}

/* What a domain names, and the facts that must know of it. */
static const struct {
    const char *path;
    const char *fact;
} listed[] = {
    {"//video/model/@type", "video.modelType."},
    {"//graphics/@type", "graphics.type."},
    {"//tpm/@model", "tpm.model."},
    {"//tpm/backend/@type", "tpm.backendModel."},
    {"//disk/target/@bus", "disk.bus."},
    {"//rng/backend/@model", "rng.backendModel."},
    {"//cpu[@mode != 'custom']/@mode", "cpu."},
    {"/domain/os/@firmware", "os.firmware."},
};

static gboolean
has_fact(xmlNode *facts, const char *prefix, const xmlChar *value)
{
    g_autofree char *name = g_strconcat(prefix, value, NULL);

    for (xmlNode *n = qv_xml_child(facts, "fact"); n != NULL; n = qv_xml_next(n, "fact"))
        if (qv_xml_is(n, "name", name))
            return TRUE;
    return FALSE;
}

/* On a host that tells what it can do, a guest has nothing that it did not tell of. */
static void
check_listed(xmlDoc *domain, xmlNode *facts, const char *what)
{
    xmlXPathContext *context = xmlXPathNewContext(domain);

    for (gsize i = 0; i < G_N_ELEMENTS(listed) && qv_xml_is(facts, "known", "true"); i++) {
        xmlXPathObject *found = xmlXPathEval(BAD_CAST listed[i].path, context);
        for (int j = 0; found->nodesetval != NULL && j < found->nodesetval->nodeNr; j++) {
            const xmlChar *value = found->nodesetval->nodeTab[j]->children->content;
            if (!has_fact(facts, listed[i].fact, value))
                fail_msg("%s: %s %s is not among the host's facts", what, listed[i].path, value);
        }
        xmlXPathFreeObject(found);
    }
    xmlXPathFreeContext(context);
}

/* What libvirt would get, or why it gets nothing, as a document. */
static xmlDoc *
make_golden(xmlDoc *host, const char *preset, const char *layout)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *what = g_strdup_printf("%s on %s", preset, layout);
    g_autoptr(xmlDoc) made = plan_golden_guest(host, preset, layout, &error);
    g_autoptr(xmlDoc) golden = qv_xml_new("golden");

    qv_xml_set(qv_xml_root(golden), "layout", layout);
    if (made == NULL) {
        /* A template that is wrong is a fault; a host or a preset that cannot is an answer. */
        if (error->code == QV_ERROR_TEMPLATE)
            fail_msg("%s: %s", what, error->message);
        qv_xml_set(qv_xml_root(golden), "refused", error->message);
        return g_steal_pointer(&golden);
    }
    check_plan_reasons(made, what);
    g_autoptr(xmlDoc) domain = qv_stage("domain", made, &error);
    assert_non_null(domain);
    check_schema(domain, what);
    check_listed(domain, qv_xml_child(qv_xml_root(made), "facts"), what);
    qv_xml_graft(qv_xml_root(golden), qv_xml_root(domain));
    return g_steal_pointer(&golden);
}

static void
compare_golden_file(const char *text, const char *path)
{
    g_autofree char *expected = NULL;
    g_autofree char *directory = g_path_get_dirname(path);

    if (g_getenv("QVIRT_REGENERATE") != NULL) {
        g_mkdir_with_parents(directory, 0755);
        assert_true(g_file_set_contents(path, text, -1, NULL));
    }
    if (!g_file_get_contents(path, &expected, NULL, NULL))
        fail_msg("%s is missing; QVIRT_REGENERATE=1 writes it", path);
    if (!g_str_equal(expected, text)) {
        g_autofree char *made = g_strconcat(path, ".made", NULL);
        g_file_set_contents(made, text, -1, NULL);
        fail_msg("%s is not what is made now: diff it with %s", path, made);
    }
}

/* ---- differences ---- */

/* Which of the lines that read as this one it is; a number of the line would change with every line
   above. */
static guint
count_line(GStrv lines, guint at)
{
    guint nth = 1;

    for (guint i = 0; i < at; i++)
        nth += g_str_equal(lines[i], lines[at]) ? 1 : 0;
    return nth;
}

/* How many lines all of @a from i on and all of @b from j on have in common: [i * (m + 1) + j]. */
static guint *
count_common_lines(GStrv a, guint n, GStrv b, guint m)
{
    guint *common = g_new0(guint, (gsize)(n + 1) * (m + 1));

    for (guint i = n; i-- > 0;)
        for (guint j = m; j-- > 0;) {
            guint *here = common + (gsize)i * (m + 1) + j;
            *here = g_str_equal(a[i], b[j]) ? here[m + 2] + 1 : MAX(here[m + 1], here[1]);
        }
    return common;
}

/* "-" is before a line that is taken out and "+" before one that is put in. "@N" says where: at the
   Nth line that reads as the one which follows, or below the Nth that reads as what is behind it.
 */
static char *
describe_difference(const char *own, const char *other)
{
    g_auto(GStrv) a = g_strsplit(own, "\n", -1);
    g_auto(GStrv) b = g_strsplit(other, "\n", -1);
    guint n = g_strv_length(a), m = g_strv_length(b);
    g_autofree guint *common = count_common_lines(a, n, b, m);
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean same = TRUE;

    for (guint i = 0, j = 0; i < n || j < m;) {
        const guint *here = common + (gsize)i * (m + 1) + j;
        gboolean both = i < n && j < m && g_str_equal(a[i], b[j]);
        gboolean out = !both && (j == m || (i < n && here[m + 1] >= here[1]));
        if (same && out)
            g_string_append_printf(text, "@%u\n", count_line(a, i));
        else if (same && !both)
            g_string_append_printf(text, "@%u %s\n", count_line(a, i - 1), a[i - 1]);
        if (!both)
            g_string_append_printf(text, "%c%s\n", out ? '-' : '+', out ? a[i] : b[j]);
        same = both;
        i += both || out ? 1 : 0;
        j += both || !out ? 1 : 0;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The text of a golden, or how it differs from the preset's own one. */
static char *
write_golden(xmlDoc *golden, const char *own)
{
    g_autofree char *text = qv_xml_write(golden);
    g_autofree char *refused = qv_xml_get(qv_xml_root(golden), "refused");

    if (own == NULL)
        return g_steal_pointer(&text);
    return refused ? g_strdup_printf("!%s\n", refused) : describe_difference(own, text);
}

/* ---- one host ---- */

typedef struct {
    const char *name;
    xmlDoc *host;
    GStrv presets;
    GHashTable *own; /* preset → the text of its golden on its own layout */
} Host;

static gboolean
is_own_layout(const char *preset, const char *layout)
{
    g_autoptr(GPtrArray) chain = qv_template_chain(QV_PRESET, preset, NULL);
    g_autofree char *own = qv_template_layout(chain);

    return g_str_equal(own, layout);
}

static void
check_own_layout(Host *host, const char *layout)
{
    for (char **preset = host->presets; *preset != NULL; preset++) {
        if (!is_own_layout(*preset, layout))
            continue;
        g_autofree char *path = g_strdup_printf(TESTS "/golden/%s/%s.xml", host->name, *preset);
        g_autoptr(xmlDoc) golden = make_golden(host->host, *preset, layout);
        char *text = write_golden(golden, NULL);
        g_hash_table_insert(host->own, *preset, text);
        compare_golden_file(text, path);
    }
}

/* All presets that @layout is not the own one of, those that differ alike together. */
static void
add_other_layout(Host *host, const char *layout, GString *all)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    for (char **preset = host->presets; *preset != NULL; preset++) {
        if (is_own_layout(*preset, layout))
            continue;
        g_autoptr(xmlDoc) golden = make_golden(host->host, *preset, layout);
        char *text = write_golden(golden, g_hash_table_lookup(host->own, *preset));
        const char *others = g_hash_table_lookup(seen, text);
        g_hash_table_insert(seen, text, g_strdup_printf("%s %s", others ? others : "", *preset));
    }
    g_autoptr(GList) texts = g_list_sort(g_hash_table_get_keys(seen), (GCompareFunc)strcmp);
    for (GList *text = texts; text != NULL; text = text->next)
        g_string_append_printf(all, "%s:%s\n%s\n", layout,
                               (char *)g_hash_table_lookup(seen, text->data), (char *)text->data);
}

/* ---- options ---- */

/* Those that need a value, another preset or more of the host are tried on a real QEMU. */
static gboolean
check_option(xmlDoc *host, const char *option)
{
    g_autoptr(xmlDoc) request = qv_xml_new("request");
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) plan = NULL;

    set_golden_setting(qv_xml_root(request), "name", "guest");
    set_golden_setting(qv_xml_root(request), "preset", "linux");
    set_golden_setting(qv_xml_root(request), "with", option);
    plan = plan_golden_request(host, request, &error);
    if (plan == NULL && error->code == QV_ERROR_TEMPLATE)
        fail_msg("%s: %s", option, error->message);
    if (plan == NULL)
        return FALSE;
    check_plan_reasons(plan, option);
    g_autoptr(xmlDoc) domain = qv_stage("domain", plan, NULL);
    assert_non_null(domain);
    check_schema(domain, option);
    return TRUE;
}

static void
every_option_is_valid_for_libvirt(void **state G_GNUC_UNUSED)
{
    g_autoptr(xmlDoc) host = qv_xml_read_file(TESTS "/hosts/debian12-kvm.xml", NULL);
    g_auto(GStrv) options = qv_template_names(QV_OPTION);
    guint made = 0;

    for (char **option = options; *option != NULL; option++)
        made += check_option(host, *option);
    /* Most do not need more. */
    assert_true(made > g_strv_length(options) / 2);
}

static void
every_preset_and_layout_is_as_recorded(void **state)
{
    g_autofree char *file = g_strdup_printf(TESTS "/hosts/%s.xml", (char *)*state);
    g_autofree char *path = g_strdup_printf(TESTS "/golden/%s/layouts.diff", (char *)*state);
    g_autoptr(xmlDoc) record = qv_xml_read_file(file, NULL);
    g_auto(GStrv) presets = qv_template_names(QV_PRESET);
    g_auto(GStrv) layouts = qv_template_names(QV_LAYOUT);
    g_autoptr(GHashTable) own = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_autoptr(GString) others = g_string_new(NULL);
    Host host = {.name = *state, .host = record, .presets = presets, .own = own};

    assert_non_null(record);
    assert_true(g_strv_length(presets) > 0 && g_strv_length(layouts) > 0);
    for (char **layout = layouts; *layout != NULL; layout++)
        check_own_layout(&host, *layout);
    for (char **layout = layouts; *layout != NULL; layout++)
        add_other_layout(&host, *layout, others);
    compare_golden_file(others->str, path);
}

int
main(void)
{
    g_auto(GStrv) hosts = list_golden_names(TESTS "/hosts", ".xml");
    guint n = g_strv_length(hosts);
    g_autofree struct CMUnitTest *tests = g_new0(struct CMUnitTest, n + 1);

    /* libvirt's schema is many files; it is read before the doors are shut. */
    g_autoptr(xmlRelaxNGParserCtxt) parser = xmlRelaxNGNewParserCtxt(DOMAIN_RNG);
    domain_schema = xmlRelaxNGParse(parser);
    qv_xml_lock_down();
    for (guint i = 0; i < n; i++) {
        tests[i].name = hosts[i];
        tests[i].test_func = every_preset_and_layout_is_as_recorded;
        tests[i].initial_state = hosts[i];
    }
    tests[n] = (struct CMUnitTest)cmocka_unit_test(every_option_is_valid_for_libvirt);
    int failed = n < 6 ? 1 : _cmocka_run_group_tests("golden", tests, n + 1, NULL, NULL);
    xmlRelaxNGFree(domain_schema);
    return failed;
}
