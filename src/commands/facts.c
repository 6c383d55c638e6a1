/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* facts: records what this host can do, or names it for one preset. */
#include "cli/draft.h"
#include "hv/host.h"

static const QvColumn columns[] = {
    {"fact", N_("FACT"), N_("the name"), QV_TEXT},
    {"value", N_("VALUE"), N_("its value, where it has one"), QV_TEXT},
    {.key = NULL},
};

static const QvSetting options[] = {
    {.name = "names",
     .value = N_("PRESET"),
     .parse = qv_value_text,
     .help = N_("print the names of the facts that hold for guests of a preset")},
    {.name = "accel",
     .value = "kvm|tcg",
     .choices = "kvm|tcg",
     .parse = qv_value_choice,
     .help = N_("with --names: under this accelerator")},
    QV_FACTS_OPTION,
    {.name = NULL},
};

static xmlDoc *
request_for(const char *preset, const char *accel, GError **error)
{
    g_autoptr(xmlDoc) request = qv_xml_new("request");
    xmlNode *root = qv_xml_root(request);

    if (!qv_setting_add(root, qv_setting_find(qv_settings, "preset"), preset, error))
        return NULL;
    if (accel && !qv_setting_add(root, qv_setting_find(qv_settings, "accel"), accel, error))
        return NULL;
    return g_steal_pointer(&request);
}

static gboolean
print_names(QvCall *call, const char *preset, GError **error)
{
    g_autofree char *accel = qv_call_get(call, "accel");
    g_autoptr(xmlDoc) request = request_for(preset, accel, error);
    g_autoptr(QvDraft) draft =
        request ? qv_draft_new(call, NULL, qv_xml_root(request), error) : NULL;
    g_autoptr(xmlDoc) doc = draft ? qv_build_facts(draft->build, error) : NULL;
    g_autoptr(QvRecords) records = qv_records_new(columns);

    if (doc == NULL)
        return FALSE;
    xmlNode *n = qv_xml_child(qv_xml_child(qv_xml_root(doc), "facts"), "fact");
    for (; n != NULL; n = qv_xml_next(n, "fact")) {
        g_autofree char *name = qv_xml_get(n, "name");
        g_autofree char *value = qv_xml_get(n, "value");
        qv_records_add(records);
        qv_records_set(records, "fact", name);
        if (value != NULL && *value != '\0')
            qv_records_set(records, "value", value);
    }
    return qv_records_print(records, &call->output, error);
}

/* Asks for the domain capabilities of one preset's target; what cannot be is not recorded. */
static gboolean
record_target(QvConnection *connection, xmlDoc *host, const char *preset, const char *accel,
              GError **error)
{
    g_autoptr(xmlDoc) request = request_for(preset, accel, error);
    g_autoptr(QvBuild) build = request ? qv_build_new(qv_xml_root(request), error) : NULL;
    g_autoptr(QvTarget) target = build ? qv_build_target(build, host, NULL) : NULL;

    if (build == NULL)
        return FALSE;
    if (target == NULL || *target->virttype == '\0' || *target->machine == '\0')
        return TRUE;
    return qv_host_add_target(connection, qv_xml_root(host), target, error);
}

static gboolean
print_record(QvCall *call, GError **error)
{
    static const char *const accels[] = {"tcg", "kvm", NULL};
    QvConnection *connection = qv_call_connection(call, error);
    g_autoptr(xmlDoc) host = connection ? qv_host_record(connection, error) : NULL;
    g_auto(GStrv) presets = qv_template_names(QV_PRESET);

    if (host == NULL)
        return FALSE;
    for (char **preset = presets; *preset != NULL; preset++)
        for (const char *const *accel = accels; *accel != NULL; accel++)
            if (!record_target(connection, host, *preset, *accel, error))
                return FALSE;
    g_autofree char *text = qv_xml_write(host);
    qv_say("%s", g_strchomp(text));
    return TRUE;
}

static gboolean
run_facts(QvCall *call, GError **error)
{
    g_autofree char *preset = qv_call_get(call, "names");

    return preset ? print_names(call, preset, error) : print_record(call, error);
}

const QvCommand qv_cmd_facts = {
    .name = "facts",
    .summary = N_("record what this host can do; the record makes domains elsewhere"),
    .details = N_("'qvirt facts > FILE' records a host, and 'qvirt define --facts FILE --dry-run' "
                  "makes domains for it without it."),
    .flags = QV_CONNECTS,
    .options = options,
    .columns = columns,
    .run = run_facts,
};
