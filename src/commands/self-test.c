/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* self-test: the tables check themselves, so that nobody has to remember their other ends. */
#include "base/path.h"
#include "cli/help.h"
#include "model/template-check.h"

static void G_GNUC_PRINTF(2, 3) complain(GString *faults, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append_vprintf(faults, format, arguments);
    va_end(arguments);
    g_string_append_c(faults, '\n');
}

static gboolean
is_key(const char *text)
{
    return g_regex_match_simple("^[a-z][a-z0-9-]*$", text, 0, 0);
}

static void
check_settings(GString *faults, const char *owner, const QvSetting *rows, gboolean beside)
{
    for (const QvSetting *row = rows; row->name != NULL; row++) {
        if (!is_key(row->name) || row->help == NULL || row->parse == NULL)
            complain(faults, "%s: option '%s' needs a name, a help and a parser", owner, row->name);
        if (qv_setting_find(rows, row->name) != row)
            complain(faults, "%s: option '%s' is there twice", owner, row->name);
        if (beside && qv_setting_find(qv_settings, row->name) != NULL)
            complain(faults, "%s: option '%s' is a guest's setting too", owner, row->name);
    }
}

static void
check_column_table(GString *faults, const char *owner, const QvColumn *columns)
{
    for (const QvColumn *column = columns; column->key != NULL; column++) {
        if (!is_key(column->key) || column->title == NULL || column->help == NULL)
            complain(faults, "%s: column '%s' needs a key, a title and a help", owner, column->key);
        for (const QvColumn *other = columns; other != column; other++)
            if (g_str_equal(other->key, column->key))
                complain(faults, "%s: column '%s' is there twice", owner, column->key);
    }
}

/* A command of several words begins with those of the command that lists it. */
static gboolean
is_name(const QvCommand *command, const char *before)
{
    return g_str_has_prefix(command->name, before) && is_key(command->name + strlen(before));
}

static void
check_width(GString *faults, const char *owner, char *help)
{
    g_auto(GStrv) lines = g_strsplit(help, "\n", -1);

    for (char **line = lines; *line != NULL; line++)
        if (g_utf8_strlen(*line, -1) > 80)
            complain(faults, "%s: --help has a line of more than 80 columns: %s", owner, *line);
    g_free(help);
}

static void
check_commands(GString *faults, const QvCommand *const *commands, const char *before)
{
    for (const QvCommand *const *i = commands; *i != NULL; i++) {
        const QvCommand *command = *i;
        g_autofree char *words = g_strconcat(command->name, " ", NULL);
        if (command->commands != NULL)
            check_commands(faults, command->commands, words);
        if (!is_name(command, before) || command->summary == NULL ||
            (command->run == NULL) != (command->commands != NULL))
            complain(faults, "command '%s' needs a name, a summary and a function", command->name);
        if (command->least > command->most ||
            (command->most > 0 || command->commands != NULL) != (command->arguments != NULL))
            complain(faults, "command '%s' miscounts its arguments", command->name);
        for (const QvCommand *const *other = commands; other != i; other++)
            if (g_str_equal((*other)->name, command->name))
                complain(faults, "command '%s' is there twice", command->name);
        check_width(faults, command->name, qv_help_command(command));
        if (command->options != NULL)
            check_settings(faults, command->name, command->options,
                           (command->flags & QV_SETTINGS) != 0);
        if (command->columns != NULL)
            check_column_table(faults, command->name, command->columns);
    }
}

/* The settings that xsl/request.xsl has a template for. */
static GHashTable *
request_templates(GError **error)
{
    g_autofree char *path = g_build_filename(qv_path_xsl(), "request.xsl", NULL);
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GRegex) regex = g_regex_new("match=\"setting\\[@name = '([a-z-]+)'", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, error))
        return NULL;
    for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL))
        g_hash_table_add(names, g_match_info_fetch(match, 1));
    return g_steal_pointer(&names);
}

static gboolean
check_request(GString *faults, GError **error)
{
    g_autoptr(GHashTable) templates = request_templates(error);
    GHashTableIter iter;
    gpointer name;

    if (templates == NULL)
        return FALSE;
    for (const QvSetting *row = qv_settings; row->name != NULL; row++)
        if (!g_hash_table_contains(templates, row->name))
            complain(faults, "setting '%s' has no template in request.xsl", row->name);
    g_hash_table_iter_init(&iter, templates);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (qv_setting_find(qv_settings, name) == NULL)
            complain(faults, "request.xsl knows a setting '%s' that is in no table", (char *)name);
    return TRUE;
}

static gboolean
has_mark(xmlNode *node, const char *name)
{
    return xmlHasNsProp(node, BAD_CAST name, BAD_CAST "urn:qvirt:1") != NULL;
}

/* Whether the element says something itself, by an attribute, a text or by being there. */
static gboolean
has_leaf(xmlNode *node)
{
    for (xmlAttr *a = node->properties; a != NULL; a = a->next)
        if (a->ns == NULL)
            return TRUE;
    return qv_xml_child(node, NULL) == NULL && !has_mark(node, "absent");
}

/* Each leaf of a template must have a reason and its source, of its own or from above. */
static void
check_template_reasons(GString *faults, const QvTemplate *template, xmlNode *node, gboolean why,
                       gboolean source)
{
    why = why || has_mark(node, "why");
    source = source || has_mark(node, "source");
    if (has_leaf(node) && !(why && source))
        complain(faults, "%s:%ld: <%s> has no reason, or no source of it", template->file,
                 xmlGetLineNo(node), node->name);
    for (xmlNode *n = qv_xml_child(node, NULL); n != NULL; n = qv_xml_next(n, NULL))
        check_template_reasons(faults, template, n, why, source);
}

static void
check_template(GString *faults, QvTemplateKind kind, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(QvTemplate) template = qv_template_load(kind, name, &error);
    g_autoptr(GPtrArray) chain = NULL;
    g_autofree char *layout = NULL;
    g_autoptr(QvTemplate) disks = NULL;

    if (template != NULL && qv_template_check_schema(template, &error) &&
        qv_template_check_facts(template, NULL, &error) &&
        qv_template_check_parts(template, &error))
        chain = qv_template_chain(kind, name, &error);
    if (chain != NULL)
        layout = qv_template_layout(chain);
    if (layout != NULL)
        disks = qv_template_load(QV_LAYOUT, layout, &error);
    if (error != NULL) {
        complain(faults, "%s", error->message);
        return;
    }
    xmlNode *root = qv_xml_root(template->doc);
    for (xmlNode *n = qv_xml_child(root, "defaults"); n; n = qv_xml_next(n, "defaults"))
        check_template_reasons(faults, template, n, FALSE, FALSE);
    for (xmlNode *n = qv_xml_child(root, "domain"); n; n = qv_xml_next(n, "domain"))
        check_template_reasons(faults, template, n, FALSE, FALSE);
}

static void
check_templates(GString *faults, QvTemplateKind kind)
{
    g_auto(GStrv) names = qv_template_names(kind);

    for (char **name = names; *name != NULL; name++)
        check_template(faults, kind, *name);
}

/* What a setting brings along must do without a value. */
static void
check_setting_options(GString *faults)
{
    for (const QvSetting *row = qv_settings; row->name != NULL; row++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(QvTemplate) option =
            row->option ? qv_template_load(QV_OPTION, row->option, &error) : NULL;
        if (option != NULL)
            qv_template_set_value(option, NULL, &error);
        if (error != NULL)
            complain(faults, "setting '%s': %s", row->name, error->message);
    }
}

/* The facts that settings need, in request.xsl, are known as those of templates are. */
static void
check_request_facts(GString *faults)
{
    g_autofree char *file = g_build_filename(qv_path_xsl(), "request.xsl", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) doc = qv_xml_read_file(file, &error);
    QvTemplate sheet = {.file = file, .doc = doc};

    if (doc == NULL || !qv_template_check_facts(&sheet, NULL, &error))
        complain(faults, "%s", error->message);
}

static gboolean
run_self_test(QvCall *call, GError **error)
{
    g_autoptr(GString) faults = g_string_new(NULL);

    check_commands(faults, call->session->commands, "");
    check_width(faults, "qvirt", qv_help_program(call->session->groups));
    check_settings(faults, "settings", qv_settings, FALSE);
    check_templates(faults, QV_PRESET);
    check_templates(faults, QV_OPTION);
    check_setting_options(faults);
    check_request_facts(faults);
    if (!check_request(faults, error))
        return FALSE;
    if (faults->len == 0) {
        qv_say(_("the tables are in order"));
        return TRUE;
    }
    qv_say("%s", g_strchomp(faults->str));
    return qv_fail(error, QV_ERROR_FAILED, _("the tables are not in order"));
}

const QvCommand qv_cmd_self_test = {
    .name = "self-test",
    .summary = N_("check the tables of commands, settings, columns and templates"),
    .flags = QV_HIDDEN,
    .run = run_self_test,
};
