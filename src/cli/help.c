/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* help: what --help prints, in lines of at most 80 columns. */
#include "cli/help.h"

#define WIDTH 80
#define OPTIONS 30  /* the column in which options are explained */
#define COMMANDS 15 /* the same of commands */

/* Adds the words from @column on, and goes on in it where a line is full. */
static void
add_words(GString *text, const char *words, gsize column)
{
    g_auto(GStrv) list = g_strsplit(words, " ", -1);
    gsize at = column;

    for (char **word = list; *word != NULL; word++) {
        gsize length = (gsize)g_utf8_strlen(*word, -1);
        if (at > column && at + 1 + length > WIDTH) {
            g_string_append_printf(text, "\n%*s", (int)column, "");
            at = column;
        } else if (at > column) {
            g_string_append_c(text, ' ');
            at++;
        }
        g_string_append(text, *word);
        at += length;
    }
    g_string_append_c(text, '\n');
}

static void
add_help_row(GString *text, const char *what, const char *explained, gsize column)
{
    gsize at = 2 + (gsize)g_utf8_strlen(what, -1);

    g_string_append_printf(text, "  %s", what);
    if (at + 2 > column) {
        g_string_append_c(text, '\n');
        at = 0;
    }
    g_string_append_printf(text, "%*s", (int)(column - at), "");
    add_words(text, explained, column);
}

/* Lines that begin with a space stand as they are; others flow together. */
static void
add_help_details(GString *text, const char *details)
{
    g_auto(GStrv) lines = g_strsplit(details, "\n", -1);
    g_autoptr(GString) paragraph = g_string_new(NULL);

    for (char **line = lines; *line != NULL; line++) {
        if (**line != ' ' && **line != '\0')
            g_string_append_printf(paragraph, "%s%s", paragraph->len ? " " : "", *line);
        if (paragraph->len > 0 && (line[1] == NULL || line[1][0] == ' ' || line[1][0] == '\0')) {
            add_words(text, paragraph->str, 0);
            g_string_truncate(paragraph, 0);
        }
        if (**line == ' ' || **line == '\0')
            g_string_append_printf(text, "%s\n", *line);
    }
}

static void
add_help_option(GString *text, const QvSetting *row)
{
    g_autoptr(GString) option = g_string_new(NULL);

    if (row->letter != 0)
        g_string_append_printf(option, "-%c, ", row->letter);
    else
        g_string_append(option, "    ");
    g_string_append_printf(option, "--%s", row->name);
    if (row->value != NULL)
        g_string_append_printf(option, row->otherwise ? "[=%s]" : "=%s", _(row->value));
    add_help_row(text, option->str, _(row->help), OPTIONS);
}

static void
add_help_options(GString *text, const QvCommand *command)
{
    g_autoptr(GPtrArray) rows = qv_command_options(command);
    gboolean settings = FALSE, filters = FALSE;

    g_string_append(text, _("\nOptions:\n"));
    for (guint i = 0; i < rows->len; i++) {
        const QvSetting *row = rows->pdata[i];
        gboolean is_filter = qv_setting_find(qv_filter_options, row->name) == row;
        if (qv_setting_is_guests(row) && !settings)
            g_string_append(text, _("\nSettings of the guest:\n"));
        if (is_filter && !filters)
            g_string_append(text, _("\nFilters of guests:\n"));
        settings = settings || qv_setting_is_guests(row);
        filters = filters || is_filter;
        add_help_option(text, row);
    }
}

static void
add_help_columns(GString *text, const QvColumn *columns)
{
    if (columns == NULL || columns->key == NULL)
        return;
    g_string_append(text, _("\nColumns:\n"));
    for (; columns->key != NULL; columns++)
        add_help_row(text, columns->key, _(columns->help), OPTIONS);
}

static void
add_commands(GString *text, const char *title, const QvCommand *const *commands)
{
    g_string_append_printf(text, "\n%s:\n", title);
    for (; *commands != NULL; commands++)
        add_help_row(text, qv_command_word(*commands), _((*commands)->summary), COMMANDS);
}

static char *
finish_help_text(GString *text)
{
    g_string_truncate(text, text->len - 1);
    return g_string_free(text, FALSE);
}

char *
qv_help_command(const QvCommand *command)
{
    GString *text = g_string_new(NULL);
    g_autofree char *usage = g_strdup_printf(_("Usage: qvirt %s [OPTION…] %s"), command->name,
                                             command->arguments ? _(command->arguments) : "");

    add_words(text, g_strchomp(usage), 0);
    g_string_append_c(text, '\n');
    add_help_details(text, _(command->summary));
    if (command->details != NULL) {
        g_string_append_c(text, '\n');
        add_help_details(text, _(command->details));
    }
    if (command->commands != NULL) {
        add_commands(text, _("Commands"), command->commands);
        g_string_append_printf(text, _("\n'qvirt %s COMMAND --help' says more."), command->name);
        g_string_append_c(text, '\n');
    }
    add_help_options(text, command);
    add_help_columns(text, command->columns);
    return finish_help_text(text);
}

char *
qv_help_program(const QvCommandGroup *groups)
{
    GString *text = g_string_new(_("Usage: qvirt [OPTION…] COMMAND [ARGUMENT…]\n\n"));

    add_help_details(
        text, _("Makes libvirt guests from presets that hold the documented best practices."));
    for (const QvCommandGroup *group = groups; group->title != NULL; group++)
        add_commands(text, _(group->title), group->commands);
    g_string_append(text, _("\n'qvirt COMMAND --help' says more.\n"));
    add_help_options(text, NULL);
    g_string_append(text, _("\nExit status:\n"));
    for (const QvExitStatus *row = qv_exit_statuses; row->meaning != NULL; row++) {
        g_autofree char *status = g_strdup_printf("%d", row->status);
        add_help_row(text, status, _(row->meaning), COMMANDS);
    }
    return finish_help_text(text);
}
