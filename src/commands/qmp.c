/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qmp: QEMU's monitor of a guest, in JSON. */
#include "cli/qemu-monitor.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/hosts.h"

static JsonNode *
qmp_value_of(const char *text)
{
    JsonNode *node = json_from_string(text, NULL);

    if (node != NULL)
        return node;
    node = json_node_new(JSON_NODE_VALUE);
    json_node_set_string(node, text);
    return node;
}

static gboolean
add_argument(JsonObject *arguments, const char *word, GError **error)
{
    const char *equals = strchr(word, '=');
    g_autofree char *key = equals ? g_strndup(word, (gsize)(equals - word)) : NULL;

    if (key == NULL || *key == '\0')
        return qv_fail(error, QV_ERROR_USAGE,
                       _("qmp: '%.64s' is neither KEY=VALUE nor a JSON object"), word);
    json_object_set_member(arguments, key, qmp_value_of(equals + 1));
    return TRUE;
}

static JsonObject *
read_object(const char *word, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(JsonNode) node = json_from_string(word, &reason);

    if (node != NULL && JSON_NODE_HOLDS_OBJECT(node))
        return json_node_dup_object(node);
    qv_fail(error, QV_ERROR_USAGE, _("qmp: '%.64s' is no JSON object%s%s"), word,
            reason ? ": " : "", reason ? reason->message : "");
    return NULL;
}

/* COMMAND, or a whole request as JSON; then KEY=VALUE, or all arguments as JSON. */
static char *
request(char **words, GError **error)
{
    g_autoptr(JsonObject) whole = NULL;
    g_autoptr(JsonObject) arguments = json_object_new();
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);

    if (words[0][0] == '{') {
        whole = read_object(words[0], error);
        if (whole == NULL)
            return NULL;
    } else {
        whole = json_object_new();
        json_object_set_string_member(whole, "execute", words[0]);
    }
    for (char **word = words + 1; *word != NULL; word++) {
        if ((*word)[0] == '{' && word == words + 1 && word[1] == NULL) {
            json_object_unref(arguments);
            arguments = read_object(*word, error);
            if (arguments == NULL)
                return NULL;
        } else if (!add_argument(arguments, *word, error))
            return NULL;
    }
    if (words[1] != NULL)
        json_object_set_object_member(whole, "arguments", json_object_ref(arguments));
    json_node_set_object(node, whole);
    return json_to_string(node, FALSE);
}

static void
print_qmp_answer(JsonNode *node)
{
    gboolean terminal = isatty(STDOUT_FILENO);
    g_autofree char *text = json_to_string(node, terminal);
    g_autofree char *safe = terminal ? qv_safe_text(text, TRUE) : NULL;

    puts(safe ? safe : text);
}

static gboolean
report_qmp_answer(const char *answer, GError **error)
{
    g_autoptr(JsonNode) root = json_from_string(answer, error);
    JsonObject *object = root && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;

    if (object == NULL)
        return root == NULL ||
               qv_fail(error, QV_ERROR_FAILED, _("QEMU's answer is no JSON object"));
    if (json_object_has_member(object, "error")) {
        JsonObject *fault = json_object_get_object_member(object, "error");
        return qv_fail(error, QV_ERROR_FAILED, _("QEMU says: %s (%s)"),
                       json_object_get_string_member_with_default(fault, "desc", "?"),
                       json_object_get_string_member_with_default(fault, "class", "?"));
    }
    if (json_object_has_member(object, "return"))
        print_qmp_answer(json_object_get_member(object, "return"));
    return TRUE;
}

static gboolean
run_qmp(QvCall *call, GError **error)
{
    g_autofree char *command = request(call->arguments + 1, error);
    g_autoptr(QvGuest) guest = command ? qv_call_guest(call, call->arguments[0], error) : NULL;
    g_autofree char *answer = guest ? qv_monitor_ask(guest, command, FALSE, error) : NULL;

    return answer != NULL && report_qmp_answer(answer, error);
}

const QvCommand qv_cmd_qmp = {
    .name = "qmp",
    .arguments = N_("GUEST COMMAND [KEY=VALUE…|JSON]"),
    .least = 2,
    .most = G_MAXUINT,
    .summary = N_("give QEMU's monitor a command, as 'query-status'"),
    .details = N_("A VALUE that is JSON, as 1, true or {\"a\":[]}, is taken as such, else as text. "
                  "COMMAND may be a whole\nrequest in JSON too."),
    .flags = QV_CONNECTS,
    .run = run_qmp,
};
