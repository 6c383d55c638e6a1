/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command: what a command is, and which options it takes. */
#include "cli/command.h"

static const QvSetting connect_options[] = {
    {.name = "connect",
     .letter = 'c',
     .value = "URI",
     .parse = qv_value_text,
     .many = TRUE,
     .help = N_("the hypervisor, else QVIRT_URI, else libvirt's own default; may be repeated")},
    {.name = "hosts",
     .value = N_("GROUP"),
     .parse = qv_value_text,
     .many = TRUE,
     .help = N_("the hypervisors of a [GROUP] in hosts.conf, a NAME = URI line for each")},
    {.name = NULL},
};

static const QvSetting guests_options[] = {
    {.name = "all", .letter = 'a', .parse = qv_value_text, .help = N_("all guests")},
    {.name = NULL},
};

static const QvSetting jobs_options[] = {
    {.name = "json",
     .parse = qv_value_text,
     .help = N_("print how far it is as JSON, a line a second")},
    {.name = NULL},
};

static const QvSetting output_options[] = {
    {.name = "json", .parse = qv_value_text, .help = N_("print JSON")},
    {.name = "output",
     .letter = 'o',
     .value = N_("COLUMNS"),
     .parse = qv_value_text,
     .help = N_("which columns, \",\" between them")},
    {.name = "noheadings", .parse = qv_value_text, .help = N_("no line of titles")},
    {.name = "raw", .parse = qv_value_text, .help = N_("columns are not aligned")},
    {.name = NULL},
};

static const QvSetting version_options[] = {
    {.name = "version", .parse = qv_value_text, .help = N_("print the version")},
    {.name = NULL},
};

static const QvSetting help_options[] = {
    {.name = "help", .letter = 'h', .parse = qv_value_text, .help = N_("print this")},
    {.name = NULL},
};

static gboolean
is_taken(const GPtrArray *rows, const QvSetting *row)
{
    for (guint i = 0; i < rows->len; i++) {
        const QvSetting *other = rows->pdata[i];
        if (g_str_equal(other->name, row->name) ||
            (row->letter != 0 && other->letter == row->letter))
            return TRUE;
    }
    return FALSE;
}

static void
add_setting_rows(GPtrArray *rows, const QvSetting *table)
{
    for (; table != NULL && table->name != NULL; table++)
        if (!is_taken(rows, table))
            g_ptr_array_add(rows, (gpointer)table);
}

static void
add_settings(GPtrArray *rows, QvCommandFlags flags)
{
    QvSettingUse uses = (flags & QV_DEVICES ? QV_USE_MANNER | QV_USE_DEVICE : 0) |
                        (flags & QV_AMOUNTS ? QV_USE_AMOUNT : 0);

    for (const QvSetting *row = qv_settings; row->name != NULL; row++)
        if (flags & QV_SETTINGS || row->use & uses)
            g_ptr_array_add(rows, (gpointer)row);
}

GPtrArray *
qv_command_options(const QvCommand *command)
{
    GPtrArray *rows = g_ptr_array_new();
    QvCommandFlags flags = command ? command->flags : QV_CONNECTS;

    add_setting_rows(rows, command ? command->options : version_options);
    if (flags & QV_GUESTS)
        add_setting_rows(rows, guests_options);
    if (command != NULL && command->columns != NULL)
        add_setting_rows(rows, output_options);
    if (flags & QV_JOBS)
        add_setting_rows(rows, jobs_options);
    if (flags & QV_CONNECTS)
        add_setting_rows(rows, connect_options);
    add_setting_rows(rows, help_options);
    add_settings(rows, flags);
    if (flags & (QV_GUESTS | QV_FILTERS))
        add_setting_rows(rows, qv_filter_options);
    return rows;
}

const char *
qv_command_word(const QvCommand *command)
{
    const char *space = strrchr(command->name, ' ');

    return space ? space + 1 : command->name;
}

char *
qv_command_usage(const QvCommand *command)
{
    const char *word = qv_command_word(command);
    const char *arguments = command->arguments ? _(command->arguments) : "";
    int guest = (int)strcspn(arguments, " ");

    if (!(command->flags & QV_GUEST_FIRST) || word == command->name)
        return g_strdup_printf(_("qvirt %s [OPTION…] %s"), command->name, arguments);
    return g_strdup_printf(_("qvirt %.*s%.*s %s [OPTION…]%s"), (int)(word - command->name),
                           command->name, guest, arguments, word, arguments + guest);
}
