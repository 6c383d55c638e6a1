/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* label: what a user calls guests by. */
#include "model/label.h"

#include "cli/call.h"
#include "hv/metadata.h"
#include "model/stage.h"

static const QvColumn columns[] = {
    {"name", N_("NAME"), N_("the guest"), QV_TEXT},
    {"key", N_("KEY"), N_("the label"), QV_TEXT},
    {"value", N_("VALUE"), N_("its value"), QV_TEXT},
    {.key = NULL},
};

static const QvSetting options[] = {
    {.name = "all", .letter = 'a', .parse = qv_value_text, .help = N_("all guests")},
    {.name = NULL},
};

/* The words are guests up to the first KEY=VALUE or KEY-; the first is one in any case, where
   neither --all nor a filter says which guests. */
static guint
count_guests(QvCall *call, GStrv words)
{
    guint n = qv_call_selects(call) ? 0 : 1;

    while (words[n] != NULL && strchr(words[n], '=') == NULL && !g_str_has_suffix(words[n], "-"))
        n++;
    return n;
}

/* <changes> of the words that are no guests. */
static xmlDoc *
read_changes(GStrv words, GError **error)
{
    g_autoptr(xmlDoc) changes = qv_xml_new("changes");
    g_autoptr(xmlDoc) read = qv_xml_new("request");

    for (; *words != NULL; words++) {
        xmlNode *change = qv_xml_add(qv_xml_root(changes), "change");
        gboolean removes = strchr(*words, '=') == NULL && g_str_has_suffix(*words, "-");
        g_autofree char *text = g_strndup(*words, strlen(*words) - removes);
        xmlNode *setting = qv_xml_add(qv_xml_root(read), "setting");
        if (!(removes ? qv_value_label_wanted : qv_value_label)(text, NULL, setting, error)) {
            g_prefix_error(error, "label: ");
            return NULL;
        }
        g_autofree char *key = qv_xml_get(setting, "key");
        g_autofree char *value = qv_xml_get(setting, "of");
        qv_xml_set(change, "key", key);
        qv_xml_set(change, "value", value);
    }
    return g_steal_pointer(&changes);
}

static gboolean
add_labels(QvRecords *records, QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) guests = qv_xml_new("guests");
    g_autoptr(xmlDoc) domain = qv_guest_xml(guest, error);
    g_autoptr(xmlDoc) outlines = NULL;

    if (domain == NULL)
        return FALSE;
    qv_xml_graft(qv_xml_root(guests), qv_xml_root(domain));
    outlines = qv_stage("outline", guests, error);
    if (outlines == NULL)
        return FALSE;
    xmlNode *labels = qv_xml_child(qv_xml_child(qv_xml_root(outlines), "outline"), "labels");
    for (xmlNode *n = qv_xml_child(labels, "label"); n != NULL; n = qv_xml_next(n, "label")) {
        g_autofree char *key = qv_xml_get(n, "key");
        g_autofree char *value = qv_xml_get(n, "value");
        qv_records_add(records);
        qv_records_set(records, "name", qv_guest_name(guest));
        qv_records_set(records, "key", key);
        qv_records_set(records, "value", value);
    }
    return TRUE;
}

static gboolean
change(QvCall *call, QvGuest *guest, GError **error)
{
    if (!qv_guest_label(guest, call->data, error)) {
        g_prefix_error(error, _("cannot label guest '%s': "), qv_guest_name(guest));
        return FALSE;
    }
    qv_say(_("guest '%s' labelled"), qv_guest_name(guest));
    return TRUE;
}

/* One that cannot be read hides none of the others. */
static gboolean
show_labels(QvCall *call, GPtrArray *guests, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);

    for (guint i = 0; i < guests->len; i++) {
        g_autoptr(GError) fault = NULL;
        if (add_labels(records, guests->pdata[i], guests->len > 1 ? &fault : error))
            continue;
        if (fault == NULL)
            return FALSE;
        qv_warn(_("guest '%s' cannot be read: %s"), qv_guest_name(guests->pdata[i]),
                fault->message);
    }
    return qv_records_print(records, &call->output, error);
}

static gboolean
run_label(QvCall *call, GError **error)
{
    static char *none[] = {NULL};
    GStrv words = call->arguments ? call->arguments : none;
    guint n = count_guests(call, words);

    if (n > 0 && qv_call_has(call, "all"))
        return qv_fail(error, QV_ERROR_USAGE, _("%s: --all and '%s' do not go together"), "label",
                       words[0]);
    g_autoptr(xmlDoc) changes = read_changes(words + n, error);
    g_autoptr(GPtrArray) guests = changes ? qv_call_guests_named(call, words, n, error) : NULL;
    if (guests == NULL)
        return FALSE;
    if (words[n] == NULL)
        return show_labels(call, guests, error);
    call->data = qv_xml_root(changes);
    return qv_call_each_of(call, guests, change, error);
}

const QvCommand qv_cmd_label = {
    .name = "label",
    .arguments = N_("GUEST… [KEY=VALUE…] [KEY-…]"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("set, remove or show the labels by which 'list' finds guests"),
    .details = N_("Examples:\n  qvirt label web1 'db*' env=prod tier=front\n  qvirt label web1 "
                  "tier-\n  qvirt label -l env=test env=prod\n  qvirt label web1"),
    .flags = QV_CONNECTS | QV_FILTERS,
    .options = options,
    .columns = columns,
    .run = run_label,
};
