/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* list: shows the guests of one host or many, and their states. */
#include "base/records-xml.h"
#include "cli/guest-columns.h"
#include "cli/select.h"
#include "hv/stats.h"
#include "model/label.h"

/* For what a column's needs cost see hv/list-detail.h. */
static const QvColumn columns[] = {
    {"host", N_("HOST"), N_("where the guest is"), QV_TEXT, QV_HIDDEN_COLUMN},
    {"id", N_("ID"), N_("the number of a running guest"), QV_NUMBER},
    {"name", N_("NAME"), N_("the name"), QV_TEXT},
    {"state", N_("STATE"), N_("the state, in libvirt's words"), QV_TEXT},
    {"reason", N_("REASON"), N_("how it came to that state"), QV_TEXT, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_STATE},
    {"hangs", N_("HANGS"), N_("whether its QEMU does not answer"), QV_FLAG, QV_HIDDEN_COLUMN},
    {"uuid", N_("UUID"), N_("the UUID"), QV_TEXT, QV_HIDDEN_COLUMN, .needs = QV_DETAIL_STATE},
    {"autostart", N_("AUTOSTART"), N_("whether it starts with the host"), QV_FLAG, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_AUTOSTART},
    {"persistent", N_("PERSISTENT"), N_("whether it outlives its shutdown"), QV_FLAG,
     QV_HIDDEN_COLUMN, .needs = QV_DETAIL_PERSISTENT},
    {"managed-save", N_("SAVED"), N_("whether libvirt keeps its memory until the next start"),
     QV_FLAG, QV_HIDDEN_COLUMN, .needs = QV_DETAIL_SAVED},
    {"snapshots", N_("SNAPSHOTS"), N_("how many snapshots it has"), QV_NUMBER, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_SNAPSHOTS},
    {"memory", N_("MEMORY"), N_("its memory now, in bytes"), QV_SIZE, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_INFO},
    {"vcpus", N_("VCPUS"), N_("how many virtual CPUs"), QV_NUMBER, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_INFO},
    {"cpu-time", N_("CPU-TIME"), N_("seconds of the host's CPUs that it used"), QV_NUMBER,
     QV_HIDDEN_COLUMN, .needs = QV_DETAIL_INFO},
    {"preset", N_("PRESET"), N_("what qvirt made it from"), QV_TEXT, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_OUTLINE},
    {"os", N_("OS"), N_("the libosinfo id"), QV_TEXT, QV_HIDDEN_COLUMN, .needs = QV_DETAIL_OUTLINE},
    {"title", N_("TITLE"), N_("the title"), QV_TEXT, QV_HIDDEN_COLUMN, .needs = QV_DETAIL_OUTLINE},
    {"description", N_("DESCRIPTION"), N_("the description"), QV_TEXT, QV_HIDDEN_COLUMN | QV_WRAP,
     .needs = QV_DETAIL_OUTLINE},
    {"labels", N_("LABELS"), N_("what 'qvirt label' gave it"), QV_MAP, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_OUTLINE},
    {"disks", N_("DISKS"), N_("its disks and drives"), QV_LIST, QV_HIDDEN_COLUMN | QV_WRAP,
     .members = qv_disk_members, .needs = QV_DETAIL_OUTLINE},
    {"kind", N_("KIND"), N_("in a tree: guest, snapshot, disk or image"), QV_TEXT, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_TREE},
    {"current", N_("CURRENT"), N_("in a tree: whether the guest is at this snapshot"), QV_FLAG,
     QV_HIDDEN_COLUMN, .needs = QV_DETAIL_TREE},
    {"created", N_("CREATED"), N_("in a tree: when the snapshot was made"), QV_TIME,
     QV_HIDDEN_COLUMN, .needs = QV_DETAIL_TREE},
    {"format", N_("FORMAT"), N_("in a tree: the format of the image"), QV_TEXT, QV_HIDDEN_COLUMN,
     .needs = QV_DETAIL_TREE},
    {.key = NULL},
};

static const QvSetting options[] = {
    {.name = "all",
     .letter = 'a',
     .parse = qv_value_text,
     .help = N_("also the guests that do not run, as any filter does")},
    {.name = "sort",
     .value = N_("COLUMN[,COLUMN]"),
     .parse = qv_value_text,
     .help = N_("by these columns in place of the name; '-COLUMN' for the reverse")},
    {.name = "tree",
     .value = "all|snapshots|chains",
     .choices = "all|snapshots|chains",
     .otherwise = "all",
     .parse = qv_value_choice,
     .help = N_(
         "the guests with their snapshots, and their disks' backing chains; \"children\" in JSON")},
    {.name = NULL},
};

/* What each host is asked. */
typedef struct {
    QvSelect *select;
    QvSelectAsk ask;
} Question;

/* What a host answers. */
typedef struct {
    QvSelected *selected;
    GHashTable *hung; /* (element-type utf8): names of those that do not answer */
} Rows;

static void
rows_free(gpointer data)
{
    Rows *rows = data;

    g_clear_pointer(&rows->selected, qv_selected_free);
    g_clear_pointer(&rows->hung, g_hash_table_unref);
    g_free(rows);
}

/* Guests that run and do not answer; nobody is asked where none runs. */
static GHashTable *
find_hung_on_host(QvHost *host, GPtrArray *guests)
{
    for (guint i = 0; i < guests->len; i++)
        if (!qv_guest_is_off(guests->pdata[i]))
            return qv_stats_hung(&host->connection);
    return g_hash_table_new(g_str_hash, g_str_equal);
}

static gpointer
ask_list(QvHost *host, gpointer data, GError **error)
{
    const Question *question = data;
    QvSelected *selected =
        qv_select_on(question->select, host->connection, host->name, &question->ask, error);
    Rows *rows;

    if (selected == NULL)
        return NULL;
    rows = g_new0(Rows, 1);
    rows->selected = selected;
    rows->hung = find_hung_on_host(host, selected->guests);
    return rows;
}

static void
set_list_state(QvRecords *records, const QvHost *host, const QvGuestState *state, gboolean hangs)
{
    qv_records_set(records, "host", host->name);
    if (state->id >= 0)
        qv_records_set_number(records, "id", state->id);
    qv_records_set(records, "name", state->name);
    qv_records_set(records, "state", state->state);
    qv_records_set(records, "reason", state->reason);
    qv_records_set_flag(records, "hangs", hangs);
    qv_records_set(records, "uuid", state->uuid);
    qv_records_set(records, "kind", "guest");
}

static void
set_detail(QvRecords *records, const QvListDetail *detail, QvListDetails wanted)
{
    if (wanted & QV_DETAIL_AUTOSTART)
        qv_records_set_flag(records, "autostart", detail->autostart);
    if (wanted & QV_DETAIL_PERSISTENT)
        qv_records_set_flag(records, "persistent", detail->persistent);
    if (wanted & QV_DETAIL_SAVED)
        qv_records_set_flag(records, "managed-save", detail->saved);
    if (wanted & QV_DETAIL_SNAPSHOTS)
        qv_records_set_number(records, "snapshots", detail->snapshots);
    if (wanted & QV_DETAIL_INFO) {
        qv_records_set_size(records, "memory", detail->memory);
        qv_records_set_number(records, "vcpus", detail->vcpus);
        qv_records_set_number(records, "cpu-time", (gint64)detail->cpu_time);
    }
}

/* What is below a guest, a snapshot, a disk or an image; @only is one kind, or NULL for all. */
static void
add_tree(QvRecords *records, xmlNode *above, const char *only)
{
    qv_records_descend(records);
    for (xmlNode *n = qv_xml_child(above, only); n != NULL; n = qv_xml_next(n, only)) {
        qv_records_add(records);
        qv_records_set(records, "kind", (const char *)n->name);
        qv_records_set_node(records, n);
        if (qv_xml_is(n, "more", "yes"))
            qv_records_set(records, "state", "chain unknown");
        add_tree(records, n, NULL);
    }
    qv_records_ascend(records);
}

static void
add_guest_records(QvRecords *records, const QvAnswer *answer, const Question *question,
                  const char *only)
{
    const Rows *rows = answer->result;

    for (guint i = 0; rows != NULL && i < rows->selected->guests->len; i++) {
        const QvListDetail *detail = rows->selected->details->pdata[i];
        const QvGuestState *state = rows->selected->guests->pdata[i];
        gboolean hangs = g_hash_table_contains(rows->hung, state->name);
        qv_records_add(records);
        set_list_state(records, answer->host, state, hangs);
        if (hangs)
            qv_warn(_("guest '%s' hangs: its QEMU does not answer"), state->name);
        set_detail(records, detail, question->ask.details);
        if (detail->outline != NULL)
            qv_records_set_node(records, qv_xml_root(detail->outline));
        if (detail->tree != NULL)
            add_tree(records, qv_xml_root(detail->tree), only);
    }
}

/* Of a tree's columns the first is shown where there are several hosts. */
static void
choose_columns(QvCall *call, gboolean tree)
{
    const char *usual = "host,name,kind,state,current,format";

    if (!tree)
        return;
    call->output.tree = "name";
    if (call->output.columns == NULL)
        call->output.columns =
            call->hosts->len > 1 || call->output.json ? usual : usual + strlen("host,");
}

static gboolean
print_list(QvCall *call, Question *question, const char *only, const char *sort, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(columns);
    g_autoptr(GPtrArray) hosts = qv_select_hosts(question->select, call->hosts);
    g_autoptr(GPtrArray) answers = qv_hosts_ask(hosts, ask_list, question, rows_free);

    qv_select_tell(question->select);
    for (guint i = 0; i < answers->len; i++)
        add_guest_records(records, answers->pdata[i], question, only);
    qv_records_sort(records, sort);
    if (hosts->len == 1 && ((QvAnswer *)answers->pdata[0])->result == NULL)
        return qv_answers_check(answers, error);
    return qv_records_print(records, &call->output, error) && qv_answers_check(answers, error) &&
           qv_select_check(question->select, answers, error);
}

static gboolean
run_list(QvCall *call, GError **error)
{
    g_autoptr(QvSelect) select = qv_select_of_call(call, error);
    g_autofree char *tree = qv_call_get(call, "tree");
    g_autofree char *sort = qv_call_get(call, "sort");
    const char *only = g_strcmp0(tree, "snapshots") == 0 ? "snapshot"
                       : g_strcmp0(tree, "chains") == 0  ? "disk"
                                                         : NULL;
    Question question = {.select = select,
                         .ask = {.all = qv_call_has(call, "all"), .states = TRUE}};
    guint needs;

    choose_columns(call, tree != NULL);
    if (select == NULL || !qv_columns_needs(columns, &call->output, sort, &needs, error))
        return FALSE;
    question.ask.details = (needs & ~(guint)QV_DETAIL_TREE) | (tree ? QV_DETAIL_TREE : 0);
    return print_list(call, &question, only, sort, error);
}

const QvCommand qv_cmd_list = {
    .name = "list",
    .arguments = N_("[GUEST…]"),
    .most = G_MAXUINT,
    .summary = N_("list the guests that run, or all"),
    .details = N_("A guest is named as anywhere, or by a pattern as 'web*'. With a name or another "
                  "filter, guests that are off are listed too.\nExamples:\n  qvirt list --state "
                  "running -l env=prod --sort -memory -o name,memory\n  qvirt list --hosts lab "
                  "--all\n  qvirt list w10 --tree"),
    .flags = QV_CONNECTS | QV_FILTERS,
    .options = options,
    .columns = columns,
    .run = run_list,
};
