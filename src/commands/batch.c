/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* batch: runs the commands of a file on one connection, as the test driver needs it. */
#include "cli/run.h"

/* Prints what the shell would show: the command, its output, and its status where it failed. */
static void
run_line(QvCall *call, const char *line)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GError) error = NULL;
    int n;

    qv_say("$ %s", line);
    if (g_shell_parse_argv(line, &n, &words, &error))
        qv_command_run(call->session, words, &error);
    if (error != NULL)
        qv_say("qvirt: %s\n# exit %d", error->message, qv_exit_status(error));
}

static gboolean
run_batch(QvCall *call, GError **error)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents(call->arguments[0], &text, NULL, error))
        return FALSE;
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        if (**line != '\0' && **line != '#')
            run_line(call, *line);
    return TRUE;
}

const QvCommand qv_cmd_batch = {
    .name = "batch",
    .arguments = N_("FILE"),
    .least = 1,
    .most = 1,
    .summary = N_("run the commands of a file on one connection, and show each"),
    .flags = QV_HIDDEN | QV_CONNECTS,
    .run = run_batch,
};
