/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* main: the program's own options, and the one place that prints errors. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "commands/command.h"
#include "core/path.h"

static char *
help_text(void)
{
    g_autoptr(GString) text = g_string_new(_("Commands:\n"));

    for (const QvCommand *const *command = qv_commands; *command != NULL; command++)
        if (!((*command)->flags & QV_HIDDEN))
            g_string_append_printf(text, "  %-12s %s\n", (*command)->name, _((*command)->summary));
    g_string_append(text, _("\n'qvirt COMMAND --help' says more.\n\nExit status:\n"));
    for (const QvExitStatus *row = qv_exit_statuses; row->meaning != NULL; row++)
        g_string_append_printf(text, "  %-12d %s\n", row->status, _(row->meaning));
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Reads what stands before the command, and leaves the command first in @words. */
static gboolean
parse(GStrv *words, QvSession *session, gboolean *version, GError **error)
{
    g_auto(GStrv) uris = NULL;
    g_auto(GStrv) groups = NULL;
    const GOptionEntry entries[] = {
        {"connect", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &uris,
         N_("the hypervisor, else QVIRT_URI, else libvirt's own default; may be repeated"), "URI"},
        {"hosts", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &groups,
         N_("the hypervisors of a [GROUP] in hosts.conf, a NAME = URI line for each"), N_("GROUP")},
        {"version", 0, 0, G_OPTION_ARG_NONE, version, N_("print the version"), NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(_("COMMAND [ARGUMENT…]"));
    g_autofree char *help = help_text();

    g_option_context_set_strict_posix(context, TRUE);
    g_option_context_set_summary(
        context, _("Makes libvirt guests from presets that hold the documented best practices."));
    g_option_context_set_description(context, help);
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (g_option_context_parse_strv(context, words, error)) {
        session->hosts = qv_hosts_new(uris, groups, error);
        return session->hosts != NULL;
    }
    if (error != NULL && (*error)->domain == G_OPTION_ERROR) {
        (*error)->domain = QV_ERROR;
        (*error)->code = QV_ERROR_USAGE;
    }
    return FALSE;
}

static gboolean
run(GStrv *words, QvSession *session, GError **error)
{
    gboolean version = FALSE;

    if (!parse(words, session, &version, error))
        return FALSE;
    if (version) {
        qv_say("qvirt %s", QV_VERSION);
        return TRUE;
    }
    if ((*words)[1] == NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("no command; see 'qvirt --help'"));
    return qv_command_run(session, *words + 1, error);
}

/* What was printed into a full disk was not printed. Whoever reads a pipe may leave when he has
   seen enough: then we end as other programs do. */
static gboolean
flush(GError **error)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return TRUE;
    if (errno == EPIPE) {
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    return qv_fail(error, QV_ERROR_FAILED, _("cannot write the output: %s"), g_strerror(errno));
}

int
main(int argc G_GNUC_UNUSED, char **argv)
{
    g_auto(GStrv) words = g_strdupv(argv);
    QvSession session = {0};
    g_autoptr(GError) error = NULL;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, qv_path_locale());
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    /* A daemon that dies while it is written to is an error like others. */
    signal(SIGPIPE, SIG_IGN);
    qv_xml_lock_down();
    if (run(&words, &session, &error))
        flush(&error);
    qv_session_clear(&session);
    if (error != NULL)
        qv_complain(error);
    return qv_exit_status(error);
}
