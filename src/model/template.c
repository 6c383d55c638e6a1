/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* template: the presets and options, found, checked and put in order. */
#include "model/template.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"
#include "base/suggest.h"
#include "model/schema.h"
#include "model/template-check.h"

static const struct {
    const char *directory;
    const char *word; /* how messages call one */
} kinds[] = {
    [QV_PRESET] = {"presets", N_("preset")},
    [QV_OPTION] = {"options", N_("option")},
    [QV_LAYOUT] = {"options", N_("layout")},
};

void
qv_template_free(QvTemplate *template)
{
    g_free(template->id);
    g_free(template->title);
    g_free(template->file);
    g_free(template->hidden);
    g_free(template->value);
    g_free(template->brought_by);
    if (template->doc != NULL)
        xmlFreeDoc(template->doc);
    g_free(template);
}

/* The files that define @id, the one in force first. */
static GPtrArray *
files(QvTemplateKind kind, const char *id)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) paths = qv_path_templates();
    g_autofree char *name = g_strdup_printf("%s/%s.xml", kinds[kind].directory, id);

    for (char **path = paths; *path != NULL; path++) {
        g_autofree char *file = g_build_filename(*path, name, NULL);
        if (g_file_test(file, G_FILE_TEST_EXISTS))
            g_ptr_array_add(found, g_steal_pointer(&file));
    }
    return found;
}

/* A template decides what runs as root's emulator, so only its owner may be able to change it. */
static gboolean
check_template_owner(const char *file, GError **error)
{
    struct stat status;

    if (stat(file, &status) < 0)
        return qv_fail(error, QV_ERROR_TEMPLATE, "%s: %s", file, g_strerror(errno));
    if (status.st_uid != 0 && status.st_uid != geteuid())
        return qv_fail(error, QV_ERROR_TEMPLATE,
                       _("%s: belongs to neither you nor root; a template must"), file);
    if (status.st_mode & S_IWOTH)
        return qv_fail(error, QV_ERROR_TEMPLATE,
                       _("%s: everybody may write to it; use 'chmod o-w'"), file);
    return TRUE;
}

/* The schema of all templates, parsed once in the life of the process. */
static xmlRelaxNG *
find_schema(GError **error)
{
    static GMutex lock;
    static xmlRelaxNG *schema;

    g_autofree char *path = g_build_filename(qv_path_data(), "templates", "template.rng", NULL);
    g_mutex_lock(&lock);
    if (schema == NULL)
        schema = qv_schema_load(path, error);
    g_mutex_unlock(&lock);
    return schema;
}

gboolean
qv_template_check_schema(QvTemplate *template, GError **error)
{
    xmlRelaxNG *schema = find_schema(error);

    return schema != NULL && qv_schema_check(schema, template->doc, template->file, error);
}

static gboolean
check_name(QvTemplate *template, QvTemplateKind asked, GError **error)
{
    xmlNode *root = qv_xml_root(template->doc);

    if (!qv_xml_is(root, "id", template->id))
        return qv_fail(error, QV_ERROR_TEMPLATE, _("%s:%ld: its id must be its name, '%s'"),
                       template->file, xmlGetLineNo(root), template->id);
    if (xmlStrEqual(root->name, BAD_CAST "preset") != (asked == QV_PRESET))
        return qv_fail(error, QV_ERROR_TEMPLATE, _("%s:%ld: <%s> does not belong in %s/"),
                       template->file, xmlGetLineNo(root), root->name, kinds[asked].directory);
    if (asked == QV_LAYOUT && !qv_xml_is(root, "kind", "layout")) {
        g_auto(GStrv) names = qv_template_names(QV_LAYOUT);
        g_autofree char *list = g_strjoinv(", ", names);
        return qv_fail(error, QV_ERROR_USAGE,
                       _("option '%s' is not a layout (those are %s); use --with %s"), template->id,
                       list, template->id);
    }
    return TRUE;
}

static gboolean
template_not_found(QvTemplateKind kind, const char *id, GError **error)
{
    g_auto(GStrv) names = qv_template_names(kind);
    g_autofree char *nearest = qv_suggestion(id, (const char *const *)names);
    g_autofree char *list = g_strjoinv(", ", names);

    if (*nearest == '\0') {
        g_free(nearest);
        nearest = g_strdup_printf(_("; there are: %s"), list);
    }
    return qv_fail(error, QV_ERROR_NOT_FOUND, _("no %s '%s'%s"), _(kinds[kind].word), id, nearest);
}

static gboolean
check_own(QvTemplate *template, GError **error)
{
    return qv_template_check_schema(template, error) && qv_template_check_parts(template, error);
}

static gboolean
is_a_name(const char *id)
{
    return g_regex_match_simple("^[A-Za-z0-9][A-Za-z0-9._-]*$", id, 0, 0);
}

QvTemplate *
qv_template_load(QvTemplateKind kind, const char *id, GError **error)
{
    g_autoptr(GPtrArray) found = NULL;
    g_autoptr(QvTemplate) template = g_new0(QvTemplate, 1);

    if (is_a_name(id))
        found = files(kind, id);
    if (found == NULL || found->len == 0) {
        template_not_found(kind, id, error);
        return NULL;
    }
    template->id = g_strdup(id);
    template->file = g_strdup(found->pdata[0]);
    template->hidden = found->len > 1 ? g_strdup(found->pdata[1]) : NULL;
    if (!check_template_owner(template->file, error))
        return NULL;
    template->doc = qv_xml_read_file(template->file, error);
    template->shipped = g_str_has_prefix(template->file, qv_path_data());
    if (template->doc == NULL)
        return NULL;
    xmlNode *root = qv_xml_root(template->doc);
    template->value = qv_xml_get(qv_xml_child(root, "takes"), "default");
    if (!(template->shipped || check_own(template, error)) || !check_name(template, kind, error))
        return NULL;
    template->kind = kind == QV_PRESET                   ? QV_PRESET
                     : qv_xml_is(root, "kind", "layout") ? QV_LAYOUT
                                                         : QV_OPTION;
    xmlChar *title = xmlNodeGetContent(qv_xml_child(root, "title"));
    template->title = g_strdup((const char *)title);
    xmlFree(title);
    return g_steal_pointer(&template);
}

gboolean
qv_template_set_value(QvTemplate *template, const char *value, GError **error)
{
    xmlNode *takes = qv_xml_child(qv_xml_root(template->doc), "takes");
    g_autofree char *pattern = qv_xml_get(takes, "pattern");
    g_autofree char *title = qv_xml_get_message(takes, "title", TRUE);
    g_autofree char *whole = g_strdup_printf("^(?:%s)$", pattern);

    if (value != NULL) {
        g_free(template->value);
        template->value = g_strdup(value);
    }
    if (takes == NULL && value == NULL)
        return TRUE;
    if (takes == NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("--with %s: the option takes no value"),
                       template->id);
    if (template->value == NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("--with %s: say %s=VALUE; it takes %s"),
                       template->id, template->id, title);
    if (!g_regex_match_simple(whole, template->value, G_REGEX_DOLLAR_ENDONLY, 0))
        return qv_fail(error, QV_ERROR_USAGE, _("--with %s: '%s' is not what it takes: %s"),
                       template->id, template->value, title);
    return TRUE;
}

static int
compare_template_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
add_names(GHashTable *names, QvTemplateKind kind, const char *path)
{
    g_autofree char *directory = g_build_filename(path, kinds[kind].directory, NULL);
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    const char *file;

    while (dir != NULL && (file = g_dir_read_name(dir)) != NULL) {
        g_autofree char *id =
            g_str_has_suffix(file, ".xml") ? g_strndup(file, strlen(file) - 4) : NULL;
        if (id != NULL && is_a_name(id))
            g_hash_table_add(names, g_steal_pointer(&id));
    }
}

static gboolean
is_no_layout(gpointer id, gpointer value G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    g_autoptr(QvTemplate) template = qv_template_load(QV_OPTION, id, NULL);

    return template == NULL || template->kind != QV_LAYOUT;
}

GStrv
qv_template_names(QvTemplateKind kind)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) paths = qv_path_templates();
    g_autofree char **keys = NULL;
    guint n;

    for (char **path = paths; *path != NULL; path++)
        add_names(names, kind, *path);
    if (kind == QV_LAYOUT)
        g_hash_table_foreach_remove(names, is_no_layout, NULL);
    keys = (char **)g_hash_table_get_keys_as_array(names, &n);
    qsort(keys, n, sizeof *keys, compare_template_names);
    return g_strdupv(keys);
}

static gboolean
contains(GPtrArray *templates, const char *id)
{
    for (guint i = 0; i < templates->len; i++)
        if (g_str_equal(((QvTemplate *)templates->pdata[i])->id, id))
            return TRUE;
    return FALSE;
}

/* A link of a chain, and where it is named: in the template that was opened last. */
static QvTemplate *
load_link(GPtrArray *open, QvTemplateKind kind, const char *id, GError **error)
{
    QvTemplate *child = open->len ? open->pdata[open->len - 1] : NULL;
    g_autoptr(QvTemplate) template = qv_template_load(kind, id, error);

    if (child == NULL)
        return g_steal_pointer(&template);
    const char *file = child->file;
    long line = xmlGetLineNo(qv_xml_root(child->doc));
    if (template == NULL) {
        g_prefix_error(error, "%s:%ld: extends: ", file, line);
        return NULL;
    }
    if (contains(open, id)) {
        qv_fail(error, QV_ERROR_TEMPLATE, _("%s:%ld: %s '%s' extends itself, by '%s'"), file, line,
                _(kinds[kind].word), id, child->id);
        return NULL;
    }
    if (kind == QV_PRESET)
        return g_steal_pointer(&template);
    template->brought_by = g_strdup(((QvTemplate *)open->pdata[0])->id);
    if (!qv_template_set_value(template, NULL, NULL)) {
        qv_fail(error, QV_ERROR_TEMPLATE,
                _("%s:%ld: extends: option '%s' takes a value and has no default"), file, line, id);
        return NULL;
    }
    return g_steal_pointer(&template);
}

/* Adds @id after all that it extends; @open holds the templates that wait for their bases. */
static gboolean
add_chain(GPtrArray *chain, GPtrArray *open, QvTemplateKind kind, const char *id, GError **error)
{
    if (contains(chain, id))
        return TRUE;
    g_autoptr(QvTemplate) template = load_link(open, kind, id, error);
    if (template == NULL)
        return FALSE;
    g_autofree char *extends = qv_xml_get(qv_xml_root(template->doc), "extends");
    g_auto(GStrv) bases = g_strsplit_set(extends ? extends : "", " \t\n", -1);
    g_ptr_array_add(open, template);
    for (char **base = bases; *base != NULL; base++)
        if (**base != '\0' &&
            !add_chain(chain, open, kind == QV_PRESET ? QV_PRESET : QV_OPTION, *base, error))
            return FALSE;
    g_ptr_array_set_size(open, (gint)open->len - 1);
    g_ptr_array_add(chain, g_steal_pointer(&template));
    return TRUE;
}

GPtrArray *
qv_template_chain(QvTemplateKind kind, const char *id, GError **error)
{
    g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func((GDestroyNotify)qv_template_free);
    g_autoptr(GPtrArray) open = g_ptr_array_new();

    if (!add_chain(chain, open, kind, id, error))
        return NULL;
    return g_steal_pointer(&chain);
}

char *
qv_template_layout(GPtrArray *chain)
{
    for (guint i = chain->len; i > 0; i--) {
        QvTemplate *template = chain->pdata[i - 1];
        char *layout = qv_xml_get(qv_xml_root(template->doc), "layout");
        if (layout != NULL)
            return layout;
    }
    return NULL;
}
