/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* build: one document that holds all a guest is made of, and its way through the pipeline. */
#include "model/build.h"

#include "base/error.h"
#include "model/settings.h"
#include "model/stage.h"
#include "model/template-check.h"

void
qv_build_free(QvBuild *build)
{
    g_clear_pointer(&build->doc, xmlFreeDoc);
    g_clear_pointer(&build->templates, g_ptr_array_unref);
    g_free(build);
}

void
qv_target_free(QvTarget *target)
{
    g_free(target->arch);
    g_free(target->machine);
    g_free(target->virttype);
    g_free(target->path);
    g_free(target->wanted);
    g_free(target->user);
    g_free(target);
}

static const char *const kind_words[] = {
    [QV_PRESET] = "preset",
    [QV_OPTION] = "option",
    [QV_LAYOUT] = "layout",
};

static void
add_fragment(xmlNode *stack, const QvTemplate *template)
{
    xmlNode *fragment = qv_xml_add(stack, "fragment");
    xmlNode *root = qv_xml_root(template->doc);

    qv_xml_set(fragment, "id", template->id);
    qv_xml_set(fragment, "kind", kind_words[template->kind]);
    qv_xml_set(fragment, "for", template->brought_by);
    qv_xml_set(fragment, "value", template->value);
    for (xmlNode *n = qv_xml_child(root, NULL); n != NULL; n = qv_xml_next(n, NULL))
        qv_xml_graft(fragment, n);
}

/* The layout or option @id of the stack, or NULL. */
static QvTemplate *
find_added(QvBuild *build, const char *id)
{
    for (guint i = 0; i < build->templates->len; i++) {
        QvTemplate *template = build->templates->pdata[i];
        if (template->kind != QV_PRESET && g_str_equal(template->id, id))
            return template;
    }
    return NULL;
}

/* Adds @id and what it extends, without what is there already. */
static gboolean
add_templates(QvBuild *build, QvTemplateKind kind, const char *id, GError **error)
{
    g_autoptr(GPtrArray) chain = qv_template_chain(kind, id, error);

    if (chain == NULL)
        return FALSE;
    while (chain->len > 0) {
        g_autoptr(QvTemplate) template = g_ptr_array_steal_index(chain, 0);
        if (find_added(build, template->id) == NULL)
            g_ptr_array_add(build->templates, g_steal_pointer(&template));
    }
    return TRUE;
}

static gboolean
add_layout(QvBuild *build, xmlNode *request, GError **error)
{
    g_autofree char *asked = qv_setting_get(request, "layout");
    g_autofree char *layout = asked ? g_strdup(asked) : qv_template_layout(build->templates);

    return layout == NULL || add_templates(build, QV_LAYOUT, layout, error);
}

/* "NAME" or "NAME=VALUE". One that another option extends stays below that one and takes the
   value. */
static gboolean
add_build_option(QvBuild *build, const char *text, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, "=", 2);
    QvTemplate *template = find_added(build, parts[0]);

    if (template != NULL && template->brought_by == NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("--with %s: it is there already, once is all"),
                       text);
    if (template == NULL && !add_templates(build, QV_OPTION, parts[0], error))
        return FALSE;
    template = find_added(build, parts[0]);
    g_clear_pointer(&template->brought_by, g_free);
    return qv_template_set_value(template, parts[1], error);
}

static gboolean
add_build_options(QvBuild *build, xmlNode *request, GError **error)
{
    for (xmlNode *n = qv_xml_child(request, "setting"); n; n = qv_xml_next(n, "setting")) {
        g_autofree char *option = qv_xml_get(n, "value");
        if (qv_xml_is(n, "name", "with") && !add_build_option(build, option, error))
            return FALSE;
    }
    return TRUE;
}

/* What a setting brings along, where it was not asked for by name. */
static gboolean
add_setting_options(QvBuild *build, xmlNode *request, GError **error)
{
    for (xmlNode *n = qv_xml_child(request, "setting"); n; n = qv_xml_next(n, "setting")) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *text = qv_xml_get(n, "text");
        const QvSetting *row = qv_setting_find(qv_settings, name);
        if (row == NULL || row->option == NULL || find_added(build, row->option) != NULL)
            continue;
        if (!add_templates(build, QV_OPTION, row->option, error))
            return FALSE;
        find_added(build, row->option)->brought_by = g_strdup_printf("--%s %s", name, text);
    }
    return TRUE;
}

QvBuild *
qv_build_new(xmlNode *request, GError **error)
{
    static const char *const stages[] = {"target", "user",   "volume", "facts",   "request",
                                         "needs",  "select", "stack",  "default", "require",
                                         "derive", "rules",  "domain", NULL};
    g_autoptr(QvBuild) build = g_new0(QvBuild, 1);
    g_autofree char *preset = qv_setting_get(request, "preset");

    qv_stages_ahead(stages);
    if (preset == NULL) {
        qv_fail(error, QV_ERROR_USAGE,
                _("no preset: say --preset NAME; 'qvirt presets' lists them"));
        return NULL;
    }
    build->templates = qv_template_chain(QV_PRESET, preset, error);
    if (build->templates == NULL || !add_layout(build, request, error) ||
        !add_build_options(build, request, error) || !add_setting_options(build, request, error))
        return NULL;
    build->doc = qv_xml_new("build");
    qv_xml_graft(qv_xml_root(build->doc), request);
    xmlNode *stack = qv_xml_add(qv_xml_root(build->doc), "stack");
    for (guint i = 0; i < build->templates->len; i++)
        add_fragment(stack, build->templates->pdata[i]);
    return g_steal_pointer(&build);
}

xmlNode *
qv_build_request(QvBuild *build)
{
    return qv_xml_child(qv_xml_root(build->doc), "request");
}

char *
qv_build_disk_size(QvBuild *build, char **by)
{
    for (guint i = build->templates->len; i > 0; i--) {
        const QvTemplate *template = build->templates->pdata[i - 1];
        xmlNode *disk = qv_xml_child(qv_xml_root(template->doc), "disk");
        if (disk == NULL)
            continue;
        *by = g_strdup(template->id);
        return qv_xml_get(disk, "size");
    }
    return NULL;
}

/* Puts the root of @doc into the build, in place of an element of its name. */
static void
replace_build_element(QvBuild *build, xmlDoc *doc)
{
    xmlNode *root = qv_xml_root(build->doc);
    xmlNode *before = qv_xml_child(root, (const char *)qv_xml_root(doc)->name);

    if (before != NULL) {
        xmlUnlinkNode(before);
        xmlFreeNode(before);
    }
    qv_xml_graft(root, qv_xml_root(doc));
}

xmlNode *
qv_build_host(QvBuild *build)
{
    return qv_xml_child(qv_xml_root(build->doc), "host");
}

static QvTarget *
read_target(xmlNode *node)
{
    QvTarget *target = g_new0(QvTarget, 1);

    target->arch = qv_xml_get(node, "arch");
    target->machine = qv_xml_get(node, "machine");
    target->virttype = qv_xml_get(node, "virttype");
    target->path = qv_xml_get(node, "path");
    target->wanted = qv_xml_get(node, "wanted");
    target->user = qv_xml_get(node, "user");
    target->known = qv_xml_is(node, "known", "true");
    target->listed = qv_xml_is(node, "listed", "true");
    target->usable = qv_xml_is(node, "usable", "true");
    return target;
}

static gboolean
check_accel(QvBuild *build, const QvTarget *target, GError **error)
{
    g_autofree char *accel = qv_setting_get(qv_build_request(build), "accel");

    if (*target->arch == '\0' || accel == NULL)
        return TRUE;
    if (g_str_equal(accel, "kvm") && !target->listed)
        return qv_fail(error, QV_ERROR_HOST,
                       _("--accel kvm: this host has no KVM for %s; use --accel tcg"),
                       target->arch);
    if (g_str_equal(accel, "kvm") && !target->usable)
        return qv_fail(error, QV_ERROR_HOST,
                       _("--accel kvm: QEMU's user '%s' may not open /dev/kvm; let its group in "
                         "with 'chgrp kvm /dev/kvm; chmod 0660 /dev/kvm', or use --accel tcg"),
                       target->user);
    if (*target->virttype == '\0')
        return qv_fail(error, QV_ERROR_HOST, _("--accel %s: this host cannot, for %s"), accel,
                       target->arch);
    return TRUE;
}

static gboolean
check_machine(const QvTarget *target, GError **error)
{
    if (*target->virttype == '\0' || target->known)
        return TRUE;
    return qv_fail(error, QV_ERROR_HOST, _("this host cannot: %s has no machine '%s'"),
                   target->path, target->machine);
}

QvTarget *
qv_build_target(QvBuild *build, xmlDoc *host, GError **error)
{
    g_autoptr(xmlDoc) doc = NULL;

    replace_build_element(build, host);
    doc = qv_stage("target", build->doc, error);
    if (doc == NULL)
        return NULL;
    replace_build_element(build, doc);
    g_autoptr(QvTarget) target = read_target(qv_xml_root(doc));
    if (*target->machine == '\0') {
        g_autofree char *preset = qv_setting_get(qv_build_request(build), "preset");
        qv_fail(error, QV_ERROR_USAGE,
                _("preset '%s' is what others are built on and has no machine of its own; "
                  "'qvirt presets' lists them"),
                preset);
        return NULL;
    }
    if (!check_accel(build, target, error) || !check_machine(target, error))
        return NULL;
    return g_steal_pointer(&target);
}

/* Whose need it is: a setting as it was written, or a template by its kind and name. */
static char *
need_owner(xmlNode *need)
{
    g_autofree char *by = qv_xml_get(need, "by");
    g_autofree char *kind = qv_xml_get(need, "kind");

    return *by == '-' ? g_strdup(by) : g_strdup_printf("%s '%s'", _(kind), by);
}

static char *
need_text(xmlNode *need)
{
    g_autofree char *owner = need_owner(need);
    g_autofree char *fact = qv_xml_get(need, "fact");
    g_autofree char *why = qv_xml_get_message(need, "why", TRUE);
    g_autofree char *install = qv_xml_get(need, "install");
    g_autofree char *as = qv_xml_get(need, "as");

    if (xmlStrEqual(need->name, BAD_CAST "refusal"))
        return g_strdup_printf(_("%s does not go with it: %s"), owner, why);
    if (xmlStrEqual(need->name, BAD_CAST "taint"))
        return g_strdup_printf(_("%s taints the guest (%s): %s; --allow-taint permits it"), owner,
                               as, why);
    if (install != NULL)
        return g_strdup_printf(_("%s needs %s: %s (install %s)"), owner, fact, why, install);
    return g_strdup_printf(_("%s needs %s: %s"), owner, fact, why);
}

/* A host that lacks something is told apart from what excludes each other. */
static gboolean
check_needs(xmlDoc *build, GError **error)
{
    g_autoptr(xmlDoc) lacking = qv_stage("needs", build, error);
    g_autoptr(GString) host = g_string_new(NULL);
    g_autoptr(GString) choice = g_string_new(NULL);

    if (lacking == NULL)
        return FALSE;
    for (xmlNode *n = qv_xml_child(qv_xml_root(lacking), NULL); n; n = qv_xml_next(n, NULL)) {
        g_autofree char *text = need_text(n);
        GString *all = xmlStrEqual(n->name, BAD_CAST "need") ? host : choice;
        g_string_append_printf(all, "%s%s", all->len ? "; " : "", text);
    }
    if (choice->len > 0)
        return qv_fail(error, QV_ERROR_USAGE, "%s", choice->str);
    if (host->len > 0)
        return qv_fail(error, QV_ERROR_HOST, _("this host cannot: %s"), host->str);
    return TRUE;
}

gboolean
qv_build_check_rules(xmlDoc *plan, GError **error)
{
    g_autoptr(xmlDoc) broken = qv_stage("rules", plan, error);
    xmlNode *rule = broken ? qv_xml_child(qv_xml_root(broken), "rule") : NULL;
    g_autofree char *why = rule ? qv_xml_get_message(rule, "why", TRUE) : NULL;

    if (broken == NULL)
        return FALSE;
    if (rule == NULL)
        return TRUE;
    if (qv_xml_is(rule, "host", "yes"))
        return qv_fail(error, QV_ERROR_HOST, _("this host cannot: %s"), why);
    return qv_fail(error, QV_ERROR_USAGE, _("this cannot be: %s"), why);
}

xmlDoc *
qv_build_facts(QvBuild *build, GError **error)
{
    g_autoptr(xmlDoc) doc = qv_stage("facts", build->doc, error);

    if (doc == NULL)
        return NULL;
    xmlNode *facts = qv_xml_child(qv_xml_root(doc), "facts");
    for (guint i = 0; i < build->templates->len; i++) {
        QvTemplate *template = build->templates->pdata[i];
        if (!template->shipped && !qv_template_check_facts(template, facts, error))
            return NULL;
    }
    return g_steal_pointer(&doc);
}

/* The build with all of its stack, whose needs are met. */
static xmlDoc *
make_stack(xmlDoc *facts, GError **error)
{
    g_autoptr(xmlDoc) doc = qv_stage("request", facts, error);

    return doc != NULL && check_needs(doc, error) ? g_steal_pointer(&doc) : NULL;
}

xmlDoc *
qv_build_plan(QvBuild *build, GError **error)
{
    static const char *const stages[] = {"select", "stack", "default", "require", "derive", NULL};
    g_autoptr(xmlDoc) facts = qv_build_facts(build, error);
    g_autoptr(xmlDoc) doc = facts ? make_stack(facts, error) : NULL;

    return doc ? qv_stages(stages, doc, error) : NULL;
}

xmlDoc *
qv_build_devices(QvBuild *build, xmlDoc *domain, GError **error)
{
    static const char *const stages[] = {"select", "stack",  "default", "require",
                                         "plug",   "domain", NULL};
    g_autoptr(xmlDoc) facts = qv_build_facts(build, error);

    if (facts == NULL)
        return NULL;
    qv_xml_graft(qv_xml_add(qv_xml_root(facts), "guest"), qv_xml_root(domain));
    g_autoptr(xmlDoc) doc = make_stack(facts, error);
    return doc ? qv_stages(stages, doc, error) : NULL;
}
