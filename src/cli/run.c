/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run: reads a command line by the command's tables, and runs it. */
#include "cli/run.h"

#include <stdio.h>

#include "base/progress.h"
#include "base/suggest.h"
#include "cli/help.h"

static const QvSetting *
find_row(GPtrArray *rows, const char *option)
{
    const char *name = option + strspn(option, "-");

    for (guint i = 0; i < rows->len; i++) {
        const QvSetting *row = rows->pdata[i];
        if (g_str_equal(row->name, name) ||
            (name - option == 1 && name[0] == row->letter && name[1] == '\0'))
            return row;
    }
    return NULL;
}

static gboolean
take_option(const char *option, const char *value, gpointer data, GError **error)
{
    QvCall *call = data;
    g_autoptr(GPtrArray) rows = qv_command_options(call->command);
    const QvSetting *row = find_row(rows, option);
    xmlDoc *place = qv_setting_is_guests(row) ? call->request : call->options;

    return qv_setting_add(qv_xml_root(place), row, value ? value : "yes", error) != NULL;
}

static GArray *
entries_of(const QvCommand *command, GStrv *arguments)
{
    GArray *entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    g_autoptr(GPtrArray) rows = qv_command_options(command);
    GOptionEntry rest = {
        .long_name = G_OPTION_REMAINING, .arg = G_OPTION_ARG_FILENAME_ARRAY, .arg_data = arguments};

    for (guint i = 0; i < rows->len; i++) {
        const QvSetting *row = rows->pdata[i];
        GOptionEntry entry = {
            .long_name = row->name,
            .short_name = row->letter,
            .flags = row->value ? G_OPTION_FLAG_FILENAME : G_OPTION_FLAG_NO_ARG,
            .arg = G_OPTION_ARG_CALLBACK,
            .arg_data = (gpointer)take_option,
        };
        g_array_append_val(entries, entry);
    }
    g_array_append_val(entries, rest);
    return entries;
}

static GOptionContext *
context_of(QvCall *call, GArray *entries)
{
    GOptionContext *context = g_option_context_new(NULL);
    GOptionGroup *group = g_option_group_new("main", NULL, NULL, call, NULL);

    g_option_context_set_help_enabled(context, FALSE);
    g_option_group_add_entries(group, (GOptionEntry *)entries->data);
    g_option_context_set_main_group(context, group);
    return context;
}

/* GLib says which option it does not know; the nearest one that it does is ours to say. */
static void
suggest_option(const QvCommand *command, GStrv words, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) rows = qv_command_options(command);

    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(names, g_strconcat("--", ((QvSetting *)rows->pdata[i])->name, NULL));
    g_ptr_array_add(names, NULL);
    for (char **word = words + 1; *word != NULL; word++) {
        g_autofree char *option = g_strndup(*word, strcspn(*word, "="));
        if (!g_str_has_prefix(option, "--") || strstr((*error)->message, option) == NULL)
            continue;
        g_autofree char *nearest = qv_suggestion(option, (const char *const *)names->pdata);
        g_clear_error(error);
        qv_fail(error, QV_ERROR_USAGE, _("%s: unknown option %s%s"), command->name, option,
                *nearest ? nearest : _("; see --help"));
        return;
    }
}

/* GLib takes whatever follows for an option's value; here a value that may be missing is one of
   the choices, or missing. */
static void
add_missing_values(const QvCommand *command, GStrv words)
{
    const QvSetting *row = command->options;

    for (; row != NULL && row->name != NULL; row++) {
        g_autofree char *option = g_strconcat("--", row->name, NULL);
        g_auto(GStrv) choices = row->otherwise ? g_strsplit(row->choices, "|", -1) : NULL;
        for (char **word = words; choices != NULL && *word && !g_str_equal(*word, "--"); word++) {
            if (!g_str_equal(*word, option) ||
                (word[1] != NULL && g_strv_contains((const char *const *)choices, word[1])))
                continue;
            g_free(*word);
            *word = g_strconcat(option, "=", row->otherwise, NULL);
        }
    }
}

static gboolean
parse_call_options(QvCall *call, GStrv words, GError **error)
{
    g_autoptr(GArray) entries = entries_of(call->command, &call->arguments);
    g_autoptr(GOptionContext) context = context_of(call, entries);
    g_auto(GStrv) copy = g_strdupv(words);

    add_missing_values(call->command, copy);
    if (g_option_context_parse_strv(context, &copy, error))
        return TRUE;
    if (error != NULL && g_error_matches(*error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        suggest_option(call->command, words, error);
    if (error != NULL && (*error)->domain == G_OPTION_ERROR) {
        (*error)->domain = QV_ERROR;
        (*error)->code = QV_ERROR_USAGE;
    }
    return FALSE;
}

static gboolean
check_call_arguments(QvCall *call, GError **error)
{
    const QvCommand *command = call->command;
    guint n = call->arguments ? g_strv_length(call->arguments) : 0;

    if (n > 0 && command->flags & QV_GUESTS && qv_call_has(call, "all"))
        return qv_fail(error, QV_ERROR_USAGE, _("%s: --all and '%s' do not go together"),
                       command->name, call->arguments[0]);
    if (n < command->least && !(command->flags & (QV_GUESTS | QV_FILTERS) && qv_call_selects(call)))
        return qv_fail(error, QV_ERROR_USAGE, _("%s: missing %s; see 'qvirt %s --help'"),
                       command->name, _(command->arguments), command->name);
    if (n > command->most)
        return qv_fail(error, QV_ERROR_USAGE, _("%s: '%s' is one argument too many"), command->name,
                       call->arguments[command->most]);
    return TRUE;
}

/* What the command names takes the place of the session's, for this call. */
static gboolean
find_hosts(QvCall *call, GError **error)
{
    g_auto(GStrv) uris = qv_call_get_all(call, "connect");
    g_auto(GStrv) groups = qv_call_get_all(call, "hosts");

    if (*uris != NULL || *groups != NULL)
        call->hosts = qv_hosts_new(uris, groups, error);
    else
        call->hosts = g_ptr_array_ref(call->session->hosts);
    return call->hosts != NULL;
}

static gboolean
run_call(QvCall *call, GError **error)
{
    if (qv_call_has(call, "help")) {
        g_autofree char *text = qv_help_command(call->command);
        qv_say("%s", text);
        return TRUE;
    }
    if (call->command->commands != NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("%s: what of it? See 'qvirt %s --help'"),
                       call->command->name, call->command->name);
    if (!check_call_arguments(call, error) || !find_hosts(call, error))
        return FALSE;
    call->columns = qv_call_get(call, "output");
    call->output = (QvOutput){.json = qv_call_has(call, "json"),
                              .noheadings = qv_call_has(call, "noheadings"),
                              .raw = qv_call_has(call, "raw"),
                              .also = call->hosts->len > 1 ? "host" : NULL,
                              .columns = call->columns};
    qv_progress_json(call->command->flags & QV_JOBS && call->output.json);
    return call->command->run(call, error);
}

static const QvCommand *
find_command(const QvCommand *const *commands, const char *before, const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (const QvCommand *const *command = commands; *command != NULL; command++) {
        if (g_str_equal(qv_command_word(*command), name))
            return *command;
        if (!((*command)->flags & QV_HIDDEN))
            g_ptr_array_add(names, (gpointer)qv_command_word(*command));
    }
    g_ptr_array_add(names, NULL);
    g_autofree char *nearest = qv_suggestion(name, (const char *const *)names->pdata);
    qv_fail(error, QV_ERROR_USAGE, _("no command '%s%.64s'%s"), before, name,
            *nearest ? nearest : _("; see 'qvirt --help'"));
    return NULL;
}

static gboolean
is_plain_word(const char *word)
{
    return word != NULL && word[0] != '-';
}

/* "agent GUEST ping" becomes "agent ping GUEST"; "agent ping --help" is so already. */
static void
put_guest_last(const QvCommand *command, GStrv words)
{
    if (!(command->flags & QV_GUEST_FIRST) || !is_plain_word(words[1]) || !is_plain_word(words[2]))
        return;
    char *guest = words[1];
    words[1] = words[2];
    words[2] = guest;
}

/* "agent GUEST" alone, or with an option. */
static gboolean
lacks_action(const QvCommand *command, GStrv words)
{
    if (!(command->flags & QV_GUEST_FIRST) || is_plain_word(words[2]))
        return FALSE;
    for (const QvCommand *const *one = command->commands; *one != NULL; one++)
        if (g_str_equal(qv_command_word(*one), words[1]))
            return FALSE;
    return TRUE;
}

/* Goes from "snapshot" to "snapshot list"; what is no word of it stays to be parsed. */
static const QvCommand *
descend(const QvCommand *command, GStrv *words, GError **error)
{
    while (command != NULL && command->commands != NULL && is_plain_word((*words)[1])) {
        if (lacks_action(command, *words))
            break;
        g_autofree char *before = g_strconcat(command->name, " ", NULL);
        put_guest_last(command, *words);
        (*words)++;
        command = find_command(command->commands, before, (*words)[0], error);
    }
    return command;
}

gboolean
qv_command_run(QvSession *session, GStrv words, GError **error)
{
    const QvCommand *first = find_command(session->commands, "", words[0], error);
    QvCall call = {.session = session, .command = descend(first, &words, error)};
    gboolean done;

    if (call.command == NULL)
        return FALSE;
    call.options = qv_xml_new("request");
    call.request = qv_xml_new("request");
    done = parse_call_options(&call, words, error) && run_call(&call, error);
    xmlFreeDoc(call.options);
    xmlFreeDoc(call.request);
    g_strfreev(call.arguments);
    g_free(call.columns);
    g_clear_pointer(&call.hosts, g_ptr_array_unref);
    return done;
}
