/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent: asks the agent inside of a guest. */
#include "hv/agent.h"

#include "base/interrupt.h"
#include "base/suggest.h"
#include "cli/agent-exec.h"
#include "hv/guest.h"

static const QvSetting options[] = {
    {.name = "timeout",
     .value = N_("SECONDS"),
     .choices = "[1-9][0-9]{0,4}",
     .parse = qv_value_match,
     .help = N_("how long to wait for an answer; 5 where it is not given, 60 for exec")},
    {.name = "source",
     .value = "agent|lease|arp",
     .choices = "agent|lease|arp",
     .parse = qv_value_choice,
     .help = N_("ip: who is asked; the first that knows an address where it is not given")},
    {.name = "sync",
     .parse = qv_value_text,
     .help = N_("time: set the guest's clock to this machine's")},
    {.name = "allow-exec",
     .parse = qv_value_text,
     .help = N_("exec: yes, run a command inside of the guest")},
    {.name = NULL},
};

static const QvColumn ping_columns[] = {
    {"name", N_("Name"), N_("the guest"), QV_TEXT, FALSE, FALSE},
    {"answers", N_("Answers"), N_("whether the agent does"), QV_BOOLEAN, FALSE, FALSE},
    {"milliseconds", N_("Milliseconds"), N_("until it did"), QV_NUMBER, FALSE, FALSE},
    {.key = NULL},
};

static const QvColumn info_columns[] = {
    {"key", N_("KEY"), N_("what it is, in libvirt's words"), QV_TEXT, FALSE, FALSE},
    {"value", N_("VALUE"), N_("what the agent says"), QV_TEXT, FALSE, FALSE},
    {.key = NULL},
};

static const QvColumn ip_columns[] = {
    {"interface", N_("INTERFACE"), N_("its name in the guest"), QV_TEXT, FALSE, FALSE},
    {"mac", N_("MAC"), N_("its MAC address"), QV_TEXT, FALSE, FALSE},
    {"type", N_("TYPE"), N_("ipv4 or ipv6"), QV_TEXT, FALSE, FALSE},
    {"address", N_("ADDRESS"), N_("the address"), QV_TEXT, FALSE, FALSE},
    {"prefix", N_("PREFIX"), N_("the length of the network's part"), QV_NUMBER, FALSE, FALSE},
    {"source", N_("SOURCE"), N_("who says so: agent, lease or arp"), QV_TEXT, FALSE, FALSE},
    {.key = NULL},
};

static const QvColumn count_columns[] = {
    {"filesystems", N_("File systems"), N_("how many were frozen or thawed"), QV_NUMBER, FALSE,
     FALSE},
    {.key = NULL},
};

static const QvColumn time_columns[] = {
    {"time", N_("Time"), N_("the guest's clock"), QV_TEXT, FALSE, FALSE},
    {"ahead", N_("Ahead"), N_("by how many milliseconds, of this machine's"), QV_NUMBER, FALSE,
     FALSE},
    {.key = NULL},
};

static const QvColumn users_columns[] = {
    {"user", N_("USER"), N_("who is logged in"), QV_TEXT, FALSE, FALSE},
    {"domain", N_("DOMAIN"), N_("the domain of a Windows user"), QV_TEXT, FALSE, FALSE},
    {"since", N_("SINCE"), N_("since when"), QV_TEXT, FALSE, FALSE},
    {.key = NULL},
};

static void
set_agent_number(QvRecords *records, const char *key, gint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

    qv_records_set(records, key, text);
}

static void
set_time(QvRecords *records, const char *key, gint64 microseconds)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(microseconds / G_USEC_PER_SEC);
    g_autoptr(GDateTime) local = utc ? g_date_time_to_local(utc) : NULL;
    g_autofree char *text = local ? g_date_time_format(local, "%FT%T%:z") : NULL;

    qv_records_set(records, key, text);
}

static gboolean
ping(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(ping_columns);
    gint64 start = g_get_monotonic_time();

    if (!qv_agent_ping(guest, timeout, error))
        return FALSE;
    qv_records_add(records);
    qv_records_set(records, "name", qv_guest_name(guest));
    qv_records_set(records, "answers", "yes");
    set_agent_number(records, "milliseconds", (g_get_monotonic_time() - start) / 1000);
    return qv_records_print_one(records, &call->output, error);
}

static gboolean
print_agent_info(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(info_columns);
    g_autoptr(GPtrArray) facts = qv_agent_info(guest, FALSE, timeout, error);

    for (guint i = 0; facts != NULL && i < facts->len; i++) {
        const QvFact *fact = facts->pdata[i];
        qv_records_add(records);
        qv_records_set(records, "key", fact->key);
        qv_records_set(records, "value", fact->value);
    }
    return facts != NULL && qv_records_print(records, &call->output, error);
}

static gboolean
ip(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(ip_columns);
    g_autofree char *source = qv_call_get(call, "source");
    g_autoptr(GPtrArray) addresses = qv_agent_addresses(guest, source, timeout, error);

    for (guint i = 0; addresses != NULL && i < addresses->len; i++) {
        const QvAddress *address = addresses->pdata[i];
        qv_records_add(records);
        qv_records_set(records, "interface", address->interface);
        qv_records_set(records, "mac", address->mac);
        qv_records_set(records, "type", address->type);
        qv_records_set(records, "address", address->address);
        set_agent_number(records, "prefix", address->prefix);
        qv_records_set(records, "source", address->source);
    }
    return addresses != NULL && qv_records_print(records, &call->output, error);
}

/* What follows the action: mount points, a command; or NULL. */
static GStrv
rest_of(QvCall *call)
{
    return call->arguments[2] ? call->arguments + 2 : NULL;
}

static gboolean
print_count(QvCall *call, int count, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(count_columns);

    if (count < 0)
        return FALSE;
    qv_records_add(records);
    set_agent_number(records, "filesystems", count);
    return qv_records_print_one(records, &call->output, error);
}

static gboolean
freeze(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    return print_count(call, qv_agent_freeze(guest, rest_of(call), timeout, error), error);
}

static gboolean
thaw(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    return print_count(call, qv_agent_thaw(guest, rest_of(call), timeout, error), error);
}

static gboolean
clock_of(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(time_columns);
    gint64 now;

    if (qv_call_has(call, "sync") && !qv_agent_set_time(guest, g_get_real_time(), timeout, error))
        return FALSE;
    now = qv_agent_time(guest, timeout, error);
    if (now < 0)
        return FALSE;
    qv_records_add(records);
    set_time(records, "time", now);
    set_agent_number(records, "ahead", (now - g_get_real_time()) / 1000);
    return qv_records_print_one(records, &call->output, error);
}

/* The agent's facts are user.0.name and so on, those of one user behind each other. */
static gboolean
users(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    g_autoptr(QvRecords) records = qv_records_new(users_columns);
    g_autoptr(GPtrArray) facts = qv_agent_info(guest, TRUE, timeout, error);

    for (guint i = 0; facts != NULL && i < facts->len; i++) {
        const QvFact *fact = facts->pdata[i];
        if (g_str_has_suffix(fact->key, ".name")) {
            qv_records_add(records);
            qv_records_set(records, "user", fact->value);
        } else if (g_str_has_suffix(fact->key, ".domain"))
            qv_records_set(records, "domain", fact->value);
        else if (g_str_has_suffix(fact->key, ".login-time"))
            set_time(records, "since", g_ascii_strtoll(fact->value, NULL, 10) * 1000);
    }
    return facts != NULL && qv_records_print(records, &call->output, error);
}

static gboolean
execute(QvCall *call, QvGuest *guest, guint timeout, GError **error)
{
    if (!qv_call_has(call, "allow-exec"))
        return qv_fail(
            error, QV_ERROR_USAGE,
            _("agent: exec runs a command inside of the guest; --allow-exec permits it"));
    if (rest_of(call) == NULL)
        return qv_fail(
            error, QV_ERROR_USAGE,
            _("agent: exec of what? 'agent GUEST exec --allow-exec -- COMMAND ARGUMENT…'"));
    return qv_agent_exec(call, guest, call->arguments + 2,
                         qv_call_has(call, "timeout") ? timeout : 60, error);
}

static const struct {
    const char *name;
    gboolean arguments; /* whether more may follow */
    gboolean (*run)(QvCall *call, QvGuest *guest, guint timeout, GError **error);
} actions[] = {
    {"ping", FALSE, ping},   {"info", FALSE, print_agent_info},
    {"ip", FALSE, ip},       {"fsfreeze", TRUE, freeze},
    {"fsthaw", TRUE, thaw},  {"time", FALSE, clock_of},
    {"users", FALSE, users}, {"exec", TRUE, execute},
};

static gboolean
fail_unknown_action(const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS(actions) + 1] = {NULL};

    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
        names[i] = actions[i].name;
    g_autofree char *list = g_strjoinv(", ", (char **)names);
    g_autofree char *nearest = qv_suggestion(name, names);
    return qv_fail(error, QV_ERROR_USAGE, _("agent: '%.64s' is none of: %s%s"), name, list,
                   nearest);
}

static gboolean
run_agent(QvCall *call, GError **error)
{
    const char *name = call->arguments[1];
    g_autoptr(QvGuest) guest = NULL;
    gsize i = 0;

    while (i < G_N_ELEMENTS(actions) && !g_str_equal(actions[i].name, name))
        i++;
    if (i == G_N_ELEMENTS(actions))
        return fail_unknown_action(name, error);
    if (!actions[i].arguments && call->arguments[2] != NULL)
        return qv_fail(error, QV_ERROR_USAGE, _("agent: '%.64s' is one argument too many"),
                       call->arguments[2]);
    guest = qv_call_guest(call, call->arguments[0], error);
    qv_interrupt_catch();
    return guest != NULL && actions[i].run(call, guest, qv_call_number(call, "timeout", 5), error);
}

/* Which columns -o knows depends on the action. */
static const QvColumn no_columns[] = {{.key = NULL}};

const QvCommand qv_cmd_agent = {
    .name = "agent",
    .arguments = N_("GUEST ping|info|ip|fsfreeze|fsthaw|time|users|exec [ARGUMENT…]"),
    .least = 2,
    .most = G_MAXUINT,
    .summary = N_("ask the agent inside of a guest, as for its addresses"),
    .details = N_("fsfreeze and fsthaw take mount points, or mean all file systems. exec takes the "
                  "command behind \"--\",\nprints its output when it ends, and fails with status 1 "
                  "unless it ended with 0."),
    .flags = QV_CONNECTS,
    .options = options,
    .columns = no_columns,
    .run = run_agent,
};
