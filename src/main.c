/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* main: the program's own options, and the one place that prints errors. */
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>

#include "base/path.h"
#include "cli/help.h"
#include "cli/run.h"
#include "commands.h"

/* Reads what stands before the command, and leaves the command first in @words. */
static gboolean
parse_program_options(GStrv *words, QvSession *session, gboolean *version, gboolean *help,
                      GError **error)
{
    g_auto(GStrv) uris = NULL;
    g_auto(GStrv) groups = NULL;
    const GOptionEntry entries[] = {
        {"connect", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &uris, NULL, NULL},
        {"hosts", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &groups, NULL, NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, version, NULL, NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, help, NULL, NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    g_option_context_set_strict_posix(context, TRUE);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
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
run_program(GStrv *words, QvSession *session, GError **error)
{
    gboolean version = FALSE, help = FALSE;

    if (!parse_program_options(words, session, &version, &help, error))
        return FALSE;
    if (help) {
        g_autofree char *text = qv_help_program(session->groups);
        qv_say("%s", text);
        return TRUE;
    }
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
flush_stdout(GError **error)
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
    QvSession session = {.commands = qv_commands, .groups = qv_command_groups};
    g_autoptr(GError) error = NULL;

    /* Memory of several arenas is had page by page, with a system call for each. */
    mallopt(M_ARENA_MAX, 1);
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, qv_path_locale());
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    /* A daemon that dies while it is written to is an error like others. */
    signal(SIGPIPE, SIG_IGN);
    qv_xml_lock_down();
    if (run_program(&words, &session, &error))
        flush_stdout(&error);
    qv_session_clear(&session);
    if (error != NULL)
        qv_complain(error);
    return qv_exit_status(error);
}
