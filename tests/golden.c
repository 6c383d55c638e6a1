/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* golden: every preset on every layout on every recorded host, as libvirt would get it.

   tests/golden/HOST/PRESET.xml holds the domains, one for each layout, or why there is none.
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

/* The plan of a guest with two disks and a CD, as xsl/derive must number them. */
static xmlDoc *
plan_golden_guest(xmlDoc *host, const char *preset, const char *layout, GError **error)
{
    g_autoptr(xmlDoc) request = qv_xml_new("request");
    xmlNode *root = qv_xml_root(request);
    g_autoptr(QvBuild) build = NULL;
    g_autoptr(QvTarget) target = NULL;

    set_golden_setting(root, "name", "guest");
    set_golden_setting(root, "preset", preset);
    set_golden_setting(root, "layout", layout);
    set_golden_setting(root, "cdrom", "/images/install.iso");
    set_golden_setting(root, "disk", "/images/system.qcow2");
    set_golden_setting(root, "disk", "/images/data.raw");
    build = qv_build_new(root, error);
    target = build ? qv_build_target(build, host, error) : NULL;
    return target ? qv_build_plan(build, error) : NULL;
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

static void
add_golden_plan(xmlNode *goldens, xmlDoc *host, const char *preset, const char *layout)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *what = g_strdup_printf("%s on %s", preset, layout);
    g_autoptr(xmlDoc) made = plan_golden_guest(host, preset, layout, &error);
    xmlNode *golden = qv_xml_add(goldens, "golden");

    qv_xml_set(golden, "layout", layout);
    if (made == NULL) {
        /* A template that is wrong is a fault; a host or a preset that cannot is an answer. */
        if (error->code == QV_ERROR_TEMPLATE)
            fail_msg("%s: %s", what, error->message);
        qv_xml_set(golden, "refused", error->message);
        return;
    }
    check_plan_reasons(made, what);
    g_autoptr(xmlDoc) domain = qv_stage("domain", made, &error);
    assert_non_null(domain);
    check_schema(domain, what);
    check_listed(domain, qv_xml_child(qv_xml_root(made), "facts"), what);
    qv_xml_graft(golden, qv_xml_root(domain));
}

static void
compare_golden_file(xmlDoc *doc, const char *path)
{
    g_autofree char *text = qv_xml_write(doc);
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

static void
every_preset_and_layout_is_as_recorded(void **state)
{
    const char *name = *state;
    g_autofree char *file = g_strdup_printf(TESTS "/hosts/%s.xml", name);
    g_autoptr(xmlDoc) host = qv_xml_read_file(file, NULL);
    g_auto(GStrv) presets = qv_template_names(QV_PRESET);
    g_auto(GStrv) layouts = qv_template_names(QV_LAYOUT);

    assert_non_null(host);
    assert_true(g_strv_length(presets) > 0 && g_strv_length(layouts) > 0);
    for (char **preset = presets; *preset != NULL; preset++) {
        g_autoptr(xmlDoc) goldens = qv_xml_new("goldens");
        g_autofree char *path = g_strdup_printf(TESTS "/golden/%s/%s.xml", name, *preset);
        for (char **layout = layouts; *layout != NULL; layout++)
            add_golden_plan(qv_xml_root(goldens), host, *preset, *layout);
        compare_golden_file(goldens, path);
    }
}

int
main(void)
{
    g_auto(GStrv) hosts = list_golden_names(TESTS "/hosts", ".xml");
    guint n = g_strv_length(hosts);
    g_autofree struct CMUnitTest *tests = g_new0(struct CMUnitTest, n);

    /* libvirt's schema is many files; it is read before the doors are shut. */
    g_autoptr(xmlRelaxNGParserCtxt) parser = xmlRelaxNGNewParserCtxt(DOMAIN_RNG);
    domain_schema = xmlRelaxNGParse(parser);
    qv_xml_lock_down();
    for (guint i = 0; i < n; i++) {
        tests[i].name = hosts[i];
        tests[i].test_func = every_preset_and_layout_is_as_recorded;
        tests[i].initial_state = hosts[i];
    }
    int failed = n < 6 ? 1 : _cmocka_run_group_tests("golden", tests, n, NULL, NULL);
    xmlRelaxNGFree(domain_schema);
    return failed;
}
