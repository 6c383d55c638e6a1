/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template-check: what the schema cannot say of a template: whether its parts fit together. */
#include "model/template-check.h"

#include "base/error.h"
#include "base/path.h"
#include "base/suggest.h"

/* The known names: those of facts.xml, multiplied out, and those that @facts holds. */
static GStrv
known_facts(xmlNode *facts, GError **error)
{
    g_autofree char *path = g_build_filename(qv_path_data(), "templates", "facts.xml", NULL);
    g_autoptr(xmlDoc) doc = qv_xml_read_file(path, error);
    g_autoptr(GStrvBuilder) known = g_strv_builder_new();

    if (doc == NULL)
        return NULL;
    for (xmlNode *n = qv_xml_child(qv_xml_root(doc), "fact"); n; n = qv_xml_next(n, "fact")) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *list = qv_xml_get(n, "values");
        g_auto(GStrv) values = g_strsplit_set(list ? list : "", " \t\n", -1);
        if (list == NULL)
            g_strv_builder_add(known, name);
        for (char **value = values; *value != NULL; value++) {
            g_autofree char *full = g_strconcat(name, *value, NULL);
            if (**value != '\0')
                g_strv_builder_add(known, full);
        }
    }
    for (xmlNode *n = qv_xml_child(facts, "fact"); n; n = qv_xml_next(n, "fact")) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_strv_builder_add(known, name);
    }
    return g_strv_builder_end(known);
}

static gboolean
check_list(QvTemplate *template, xmlNode *node, const char *list, GStrv known, GError **error)
{
    g_auto(GStrv) names = g_strsplit_set(list, " \t\n", -1);

    for (char **name = names; *name != NULL; name++) {
        if (**name == '\0' || g_strv_contains((const char *const *)known, *name))
            continue;
        g_autofree char *nearest = qv_suggestion(*name, (const char *const *)known);
        return qv_fail(error, QV_ERROR_TEMPLATE, _("%s:%ld: no host has a fact '%s'%s"),
                       template->file, xmlGetLineNo(node), *name, nearest);
    }
    return TRUE;
}

static gboolean
check_tree(QvTemplate *template, xmlNode *node, GStrv known, GError **error)
{
    for (xmlAttr *a = node->properties; a != NULL; a = a->next) {
        gboolean asks = a->ns ? xmlStrEqual(a->name, BAD_CAST "requires")
                              : xmlStrEqual(a->name, BAD_CAST "fact") ||
                                    xmlStrEqual(a->name, BAD_CAST "unless");
        if (asks && a->children != NULL &&
            !check_list(template, node, (const char *)a->children->content, known, error))
            return FALSE;
    }
    for (xmlNode *n = qv_xml_child(node, NULL); n != NULL; n = qv_xml_next(n, NULL))
        if (!check_tree(template, n, known, error))
            return FALSE;
    return TRUE;
}

gboolean
qv_template_check_facts(QvTemplate *template, xmlNode *facts, GError **error)
{
    g_auto(GStrv) known = known_facts(facts, error);

    return known != NULL && check_tree(template, qv_xml_root(template->doc), known, error);
}

static char *
get_mark(xmlNode *node, const char *name)
{
    return (char *)xmlGetNsProp(node, BAD_CAST name, BAD_CAST QV_NAMESPACE);
}

static gboolean
is_marked(xmlNode *node, const char *name)
{
    return xmlHasNsProp(node, BAD_CAST name, BAD_CAST QV_NAMESPACE) != NULL;
}

static gboolean
is_first(const xmlNode *node)
{
    return node->ns != NULL && xmlStrEqual(node->ns->href, BAD_CAST QV_NAMESPACE) &&
           xmlStrEqual(node->name, BAD_CAST "first");
}

static gboolean
refuse_part(QvTemplate *template, xmlNode *node, GError **error, const char *fault)
{
    return qv_fail(error, QV_ERROR_TEMPLATE, "%s:%ld: <%s>: %s", template->file, xmlGetLineNo(node),
                   node->name, fault);
}

/* Whether both elements would be merged into one. */
static gboolean
is_twin(xmlNode *node, xmlNode *other)
{
    g_autofree char *slot = get_mark(node, "slot");
    g_autofree char *others = get_mark(other, "slot");

    return xmlStrEqual(node->name, other->name) && g_strcmp0(slot, others) == 0 &&
           !is_marked(node, "absent") && !is_marked(other, "absent");
}

static gboolean
check_siblings(QvTemplate *template, xmlNode *node, GError **error)
{
    gboolean first = is_first(node->parent);

    for (xmlNode *n = qv_xml_next(node, NULL); n != NULL; n = qv_xml_next(n, NULL)) {
        if (first && !is_marked(node, "requires"))
            return refuse_part(template, n, error,
                               _("is never reached: an alternative before it requires nothing"));
        if (!first && !is_first(node) && is_twin(node, n))
            return refuse_part(template, n, error,
                               _("is there twice and would be merged; give each a q:slot"));
    }
    return TRUE;
}

/* Goes through a fragment; @taken counts the elements that take the option's value. */
static gboolean
check_fragment(QvTemplate *template, xmlNode *node, guint *taken, GError **error)
{
    *taken += is_marked(node, "takes");
    for (xmlNode *n = qv_xml_child(node, NULL); n != NULL; n = qv_xml_next(n, NULL))
        if (!check_siblings(template, n, error) || !check_fragment(template, n, taken, error))
            return FALSE;
    return TRUE;
}

/* The value that <takes> names and the places that take it belong together. */
static gboolean
check_takes(QvTemplate *template, xmlNode *root, GError **error)
{
    xmlNode *takes = qv_xml_child(root, "takes");
    guint taken = 0;

    for (xmlNode *n = qv_xml_child(root, NULL); n != NULL; n = qv_xml_next(n, NULL))
        if ((xmlStrEqual(n->name, BAD_CAST "domain") ||
             xmlStrEqual(n->name, BAD_CAST "defaults")) &&
            !check_fragment(template, n, &taken, error))
            return FALSE;
    if (takes == NULL && taken > 0)
        return refuse_part(template, root, error, _("has q:takes, but no <takes> for the value"));
    if (takes != NULL && taken == 0)
        return refuse_part(template, takes, error, _("nothing has q:takes for the value"));
    if (template->value != NULL && !qv_template_set_value(template, NULL, NULL))
        return refuse_part(template, takes, error, _("its default is no value that it takes"));
    return TRUE;
}

static gboolean
check_refuses(QvTemplate *template, xmlNode *refuses, GError **error)
{
    g_auto(GStrv) presets = qv_template_names(QV_PRESET);
    g_auto(GStrv) options = qv_template_names(QV_OPTION);
    g_autofree char *list = qv_xml_get(refuses, "with");
    g_auto(GStrv) names = g_strsplit_set(list, " \t\n", -1);

    for (char **name = names; *name != NULL; name++) {
        if (**name == '\0' || g_strv_contains((const char *const *)presets, *name) ||
            g_strv_contains((const char *const *)options, *name))
            continue;
        g_autofree char *fault = g_strdup_printf(_("no preset or option '%s'"), *name);
        return refuse_part(template, refuses, error, fault);
    }
    return TRUE;
}

gboolean
qv_template_check_parts(QvTemplate *template, GError **error)
{
    xmlNode *root = qv_xml_root(template->doc);

    for (xmlNode *n = qv_xml_child(root, "refuses"); n != NULL; n = qv_xml_next(n, "refuses"))
        if (!check_refuses(template, n, error))
            return FALSE;
    return check_takes(template, root, error);
}
