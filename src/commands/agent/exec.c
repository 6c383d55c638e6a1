/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent exec: runs a command inside of a guest. */
#include "cli/agent-call.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/safe-text.h"
#include "hv/agent.h"
#include "hv/guest.h"
#include "hv/qmp.h"

#define POLL 100 /* milliseconds between two questions whether it has ended */
#define ANSWER 5 /* seconds for an answer of the agent itself */

static const QvSetting options[] = {
    {.name = "timeout",
     .value = N_("SECONDS"),
     .choices = "[1-9][0-9]{0,4}",
     .parse = qv_value_match,
     .help = N_("how long to wait for its end; 60 where it is not given")},
    {.name = "allow-exec",
     .parse = qv_value_text,
     .help = N_("yes, run a command inside of the guest")},
    {.name = NULL},
};

static const QvColumn columns[] = {
    {"exitcode", N_("Exit code"), N_("what the command ended with"), QV_NUMBER},
    {"signal", N_("Signal"), N_("what killed it"), QV_NUMBER},
    {"out", N_("Output"), N_("its standard output"), QV_TEXT},
    {"err", N_("Errors"), N_("its standard error"), QV_TEXT},
    {.key = NULL},
};

/* (transfer full): what the agent returns. */
static JsonObject *
ask_agent_exec(QvGuest *guest, const char *command, JsonBuilder *arguments, GError **error)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL, answer = NULL;
    g_autofree char *text = NULL, *said = NULL;

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "execute");
    json_builder_add_string_value(builder, command);
    json_builder_set_member_name(builder, "arguments");
    json_builder_add_value(builder, json_builder_get_root(arguments));
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    text = json_to_string(root, FALSE);
    said = qv_agent_command(guest, text, ANSWER, error);
    answer = said ? json_from_string(said, error) : NULL;
    if (answer == NULL)
        return NULL;
    JsonObject *object = JSON_NODE_HOLDS_OBJECT(answer) ? json_node_get_object(answer) : NULL;
    JsonNode *result = object ? json_object_get_member(object, "return") : NULL;
    if (result != NULL && JSON_NODE_HOLDS_OBJECT(result))
        return json_node_dup_object(result);
    qv_fail(error, QV_ERROR_FAILED, _("the agent of guest '%s' answered what cannot be read"),
            qv_guest_name(guest));
    return NULL;
}

/* Returns: the number of the process in the guest; -1 with @error. */
static gint64
begin_agent_exec(QvGuest *guest, GStrv command, GError **error)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonObject) answer = NULL;

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "path");
    json_builder_add_string_value(builder, command[0]);
    json_builder_set_member_name(builder, "arg");
    json_builder_begin_array(builder);
    for (char **word = command + 1; *word != NULL; word++)
        json_builder_add_string_value(builder, *word);
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "capture-output");
    json_builder_add_boolean_value(builder, TRUE);
    json_builder_end_object(builder);
    answer = ask_agent_exec(guest, "guest-exec", builder, error);
    return answer ? json_object_get_int_member_with_default(answer, "pid", 0) : -1;
}

static JsonObject *
state_of(QvGuest *guest, gint64 pid, GError **error)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "pid");
    json_builder_add_int_value(builder, pid);
    json_builder_end_object(builder);
    return ask_agent_exec(guest, "guest-exec-status", builder, error);
}

/* (transfer full): the state once it has ended. */
static JsonObject *
await_agent_exec(QvGuest *guest, gint64 pid, guint timeout, GError **error)
{
    gint64 end = g_get_monotonic_time() + timeout * G_USEC_PER_SEC;

    for (;;) {
        g_autoptr(JsonObject) state = state_of(guest, pid, error);
        if (state == NULL)
            return NULL;
        if (json_object_get_boolean_member_with_default(state, "exited", FALSE))
            return g_steal_pointer(&state);
        if (g_get_monotonic_time() >= end) {
            qv_fail(error, QV_ERROR_TIMEOUT,
                    _("the command still runs in guest '%s' after %u seconds, as process %d"),
                    qv_guest_name(guest), timeout, (int)pid);
            return NULL;
        }
        qv_interrupt_sleep(POLL);
        if (!qv_interrupt_check(error))
            return NULL;
    }
}

static char *
decode(JsonObject *state, const char *member, gsize *n)
{
    const char *text = json_object_get_string_member_with_default(state, member, "");
    g_autofree guchar *bytes = g_base64_decode(text, n);
    char *copy = g_malloc(*n + 1);

    memcpy(copy, bytes, *n);
    copy[*n] = '\0';
    return copy;
}

static void
print_exec_output(FILE *stream, const char *bytes, gsize n)
{
    g_autofree char *safe = isatty(fileno(stream)) ? qv_safe_text(bytes, TRUE) : NULL;

    if (safe != NULL)
        fputs(safe, stream);
    else
        fwrite(bytes, 1, n, stream);
    fflush(stream);
}

static void
set_exec_number(QvRecords *records, JsonObject *state, const char *key)
{
    if (json_object_has_member(state, key))
        qv_records_set_number(records, key, json_object_get_int_member_with_default(state, key, 0));
}

static gboolean
print_state(QvCall *call, JsonObject *state, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    gsize n_out, n_err;
    g_autofree char *out = decode(state, "out-data", &n_out);
    g_autofree char *err = decode(state, "err-data", &n_err);

    if (!call->output.json) {
        print_exec_output(stdout, out, n_out);
        print_exec_output(stderr, err, n_err);
        return TRUE;
    }
    qv_records_add(records);
    set_exec_number(records, state, "exitcode");
    set_exec_number(records, state, "signal");
    qv_records_set(records, "out", out);
    qv_records_set(records, "err", err);
    return qv_records_print_one(records, &call->output, error);
}

static gboolean
verdict(JsonObject *state, const char *command, GError **error)
{
    gint64 code = json_object_get_int_member_with_default(state, "exitcode", 0);
    gint64 number = json_object_get_int_member_with_default(state, "signal", 0);

    if (number != 0)
        return qv_fail(error, QV_ERROR_FAILED, _("'%s' was killed by signal %d"), command,
                       (int)number);
    return code == 0 ||
           qv_fail(error, QV_ERROR_FAILED, _("'%s' ended with status %d"), command, (int)code);
}

static gboolean
execute(QvCall *call, QvGuest *guest, GStrv command, GError **error)
{
    int taints = qv_guest_taints(guest);
    gint64 pid = begin_agent_exec(guest, command, error);
    g_autoptr(JsonObject) state = NULL;

    if (pid < 0)
        return FALSE;
    if (qv_guest_taints(guest) > taints)
        qv_warn(_("libvirt calls guest '%s' tainted from now on: its agent was spoken to past it"),
                qv_guest_name(guest));
    state = await_agent_exec(guest, pid, qv_call_number(call, "timeout", 60), error);
    return state != NULL && print_state(call, state, error) && verdict(state, command[0], error);
}

static gboolean
run_agent_exec(QvCall *call, GError **error)
{
    g_autoptr(QvGuest) guest = NULL;

    if (!qv_call_has(call, "allow-exec"))
        return qv_fail(
            error, QV_ERROR_USAGE,
            _("agent: exec runs a command inside of the guest; --allow-exec permits it"));
    guest = qv_agent_guest(call, error);
    return guest != NULL && execute(call, guest, qv_agent_rest(call), error);
}

const QvCommand qv_cmd_agent_exec = {
    .name = "agent exec",
    .arguments = N_("GUEST -- COMMAND [ARGUMENT…]"),
    .least = 2,
    .most = G_MAXUINT,
    .summary = N_("run a command inside of the guest"),
    .details =
        N_("Its output is printed when it ends, and this fails with status 1 unless it ended "
           "with 0. With\n--json both are the keys out and err; no shell reads the words."),
    .flags = QV_CONNECTS | QV_GUEST_FIRST,
    .options = options,
    .columns = columns,
    .run = run_agent_exec,
};
