/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* migrate: moves guests to another host. */
#include "hv/migrate.h"
#include "base/interrupt.h"
#include "cli/command.h"
#include "hv/event/watch.h"
#include "hv/guest.h"
#include "hv/migrate-check.h"
#include "model/stage.h"

static const QvSetting options[] = {
    {.name = "all", .letter = 'a', .parse = qv_value_text, .help = N_("all guests")},
    {.name = "check",
     .parse = qv_value_text,
     .help = N_("only print what is in the way, and what would be right")},
    {.name = "copy", .parse = qv_value_text, .help = N_("leave the definition on the source too")},
    {.name = "copy-storage",
     .parse = qv_value_text,
     .help = N_("copy the disks along, for hosts that share no storage")},
    {.name = "offline",
     .parse = qv_value_text,
     .help = N_("move the definition of a guest that is off")},
    {.name = "unsafe",
     .parse = qv_value_text,
     .help = N_("go although it is not known to be safe, as with storage that libvirt cannot see "
                "to be shared")},
    {.name = "direct",
     .parse = qv_value_text,
     .help = N_("this client speaks with both hosts, instead of the hosts with each other")},
    {.name = "bandwidth",
     .value = N_("SIZE"),
     .parse = qv_value_size,
     .help = N_("at most so much a second, in steps of 1M")},
    {.name = "downtime",
     .value = "MS",
     .parse = qv_value_milliseconds,
     .help = N_("how long the guest may stand still in the end; libvirt's default is 300")},
    {.name = "timeout",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("when it must be done")},
    {.name = "timeout-action",
     .value = "abort|suspend",
     .choices = "abort|suspend",
     .parse = qv_value_choice,
     .help = N_("what if not: give up, or pause the guest until it is over there")},
    {.name = "post-copy",
     .parse = qv_value_text,
     .help = N_("let the guest run there while memory still follows")},
    {.name = "tls", .parse = qv_value_text, .help = N_("encrypt what goes between the hosts")},
    {.name = "listen",
     .value = N_("ADDRESS"),
     .parse = qv_value_text,
     .help = N_("where the destination listens for the guest")},
    {.name = "migrate-uri",
     .value = "URI",
     .parse = qv_value_text,
     .help = N_("where the guest's memory is sent, as tcp://10.0.0.2")},
    {.name = "name",
     .value = N_("NAME"),
     .parse = qv_value_name,
     .help = N_("what the guest is called there")},
    {.name = NULL},
};

static const QvColumn columns[] = {
    {"guest", N_("GUEST"), N_("the guest"), QV_TEXT, FALSE, FALSE},
    {"what", N_("WHAT"), N_("what of it"), QV_TEXT, FALSE, FALSE},
    {"blocks", N_("BLOCKS"), N_("yes, unsafe (--unsafe goes on) or no"), QV_TEXT, FALSE, FALSE},
    {"why", N_("WHY"), N_("what is in the way"), QV_TEXT, FALSE, TRUE},
    {"how", N_("HOW"), N_("what would be right"), QV_TEXT, FALSE, TRUE},
    {.key = NULL},
};

/* What --json prints of a guest that moved. */
static const QvColumn moved_columns[] = {
    {"guest", N_("GUEST"), N_("the guest"), QV_TEXT, FALSE, FALSE},
    {"host", N_("HOST"), N_("where it is"), QV_TEXT, FALSE, FALSE},
    {"milliseconds", N_("MS"), N_("how long it took"), QV_NUMBER, FALSE, FALSE},
    {"downtime", N_("DOWNTIME"), N_("how many of them it stood still"), QV_NUMBER, FALSE, FALSE},
    {"bytes", N_("BYTES"), N_("what went over"), QV_SIZE, FALSE, FALSE},
    {.key = NULL},
};

/* The destination of the one call that a process makes; its guests go there in several threads. */
static struct {
    char *uri;
    QvConnection *connection;
} destination;

static gboolean
blocks(QvCall *call, xmlNode *obstacle)
{
    return qv_xml_is(obstacle, "blocks", "yes") ||
           (qv_xml_is(obstacle, "blocks", "unsafe") && !qv_call_has(call, "unsafe"));
}

static char *
obstacle_in_words(xmlNode *obstacle)
{
    g_autofree char *why = qv_xml_get_message(obstacle, "why", TRUE);
    g_autofree char *how = qv_xml_get_message(obstacle, "how", TRUE);
    g_autofree char *where = *how ? g_strdup_printf(" (%s)", how) : g_strdup("");

    return g_strconcat(why, where, NULL);
}

/* All that is in the way is said at once. */
static gboolean
check_obstacles(QvCall *call, xmlNode *facts, GError **error)
{
    g_autoptr(xmlDoc) found = qv_stage("migrate-check", facts->doc, error);
    g_autoptr(GString) text = g_string_new(NULL);

    if (found == NULL)
        return FALSE;
    xmlNode *root = qv_xml_root(found);
    for (xmlNode *n = qv_xml_child(root, NULL); n != NULL; n = qv_xml_next(n, NULL)) {
        g_autofree char *words = obstacle_in_words(n);
        if (blocks(call, n))
            g_string_append_printf(text, "%s%s", text->len ? "; " : "", words);
        else
            qv_warn("%s", words);
    }
    if (text->len == 0)
        return TRUE;
    g_autofree char *guest = qv_xml_get(root, "guest");
    g_autofree char *there = qv_xml_get(root, "there");
    return qv_fail(error, QV_ERROR_HOST, _("guest '%s' cannot go to %s: %s"), guest, there,
                   text->str);
}

static gboolean
check_state(QvCall *call, QvGuest *guest, xmlNode *facts, GError **error)
{
    gboolean off = qv_xml_is(qv_xml_child(facts, "guest"), "running", "no");

    if (off && !qv_call_has(call, "offline"))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is off; --offline moves its definition"),
                       qv_guest_name(guest));
    if (!off && qv_call_has(call, "offline"))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("guest '%s' is not off; without --offline it moves as it runs"),
                       qv_guest_name(guest));
    return TRUE;
}

static xmlDoc *
ask_obstacles(QvCall *call, QvGuest *guest, GError **error)
{
    return qv_migrate_obstacles(guest, destination.connection, qv_xml_root(call->options),
                                destination.uri, error);
}

static gboolean
report_migration(QvCall *call, QvGuest *guest, xmlNode *facts, const QvMigrated *how,
                 GError **error)
{
    g_autofree char *host = qv_xml_get(qv_xml_child(facts, "destination"), "name");
    g_autofree char *time = g_strdup_printf("%" G_GUINT64_FORMAT, how->milliseconds);
    g_autofree char *downtime = g_strdup_printf("%" G_GUINT64_FORMAT, how->downtime);
    g_autofree char *bytes = g_strdup_printf("%" G_GUINT64_FORMAT, how->bytes);
    g_autoptr(QvRecords) records = qv_records_new(moved_columns);

    if (!call->output.json) {
        if (how->milliseconds == 0)
            qv_say(_("guest '%s' is on %s now"), qv_guest_name(guest), host);
        else
            qv_say(_("guest '%s' is on %s now, after %.1f seconds; it stood still for %s ms"),
                   qv_guest_name(guest), host, (double)how->milliseconds / 1000, downtime);
        return TRUE;
    }
    qv_records_add(records);
    qv_records_set(records, "guest", qv_guest_name(guest));
    qv_records_set(records, "host", host);
    qv_records_set(records, "milliseconds", time);
    qv_records_set(records, "downtime", downtime);
    qv_records_set(records, "bytes", bytes);
    return qv_records_print_line(records, &call->output, error);
}

/* The copies of the disks are the guest's now, and nobody looks after the others. */
static void
note_old_disks(xmlNode *facts)
{
    g_autofree char *host = qv_xml_get(qv_xml_child(facts, "source"), "name");
    xmlNode *file = qv_xml_child(qv_xml_child(facts, "uses"), "file");

    for (; file != NULL; file = qv_xml_next(file, "file")) {
        g_autofree char *path = qv_xml_get(file, "path");
        if (qv_xml_is(file, "copied", "yes"))
            qv_warn(_("the old disk %s is still on %s"), path, host);
    }
}

static gboolean
migrate(QvCall *call, QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) doc = ask_obstacles(call, guest, error);
    xmlNode *facts = doc ? qv_xml_root(doc) : NULL;
    g_autofree char *name = qv_call_get(call, "name");
    g_autofree char *listen = qv_call_get(call, "listen");
    g_autofree char *migrate_uri = qv_call_get(call, "migrate-uri");
    g_autofree char *bandwidth = qv_call_get(call, "bandwidth");
    g_autofree char *action = qv_call_get(call, "timeout-action");
    QvMigrated how = {0};

    if (doc == NULL || !check_state(call, guest, facts, error) ||
        !check_obstacles(call, facts, error))
        return FALSE;
    QvMigration asked = {.guest = guest,
                         .destination = destination.connection,
                         .uri = destination.uri,
                         .facts = facts,
                         .direct = qv_call_has(call, "direct"),
                         .copy = qv_call_has(call, "copy"),
                         .copy_storage = qv_call_has(call, "copy-storage"),
                         .offline = qv_call_has(call, "offline"),
                         .post_copy = qv_call_has(call, "post-copy"),
                         .tls = qv_call_has(call, "tls"),
                         .unsafe = qv_call_has(call, "unsafe"),
                         .bandwidth = bandwidth ? g_ascii_strtoull(bandwidth, NULL, 10) : 0,
                         .downtime = qv_call_number(call, "downtime", 0),
                         .seconds = qv_call_number(call, "timeout", 0),
                         .suspend = g_strcmp0(action, "suspend") == 0,
                         .name = name,
                         .listen = listen,
                         .migrate_uri = migrate_uri};
    if (!qv_migrate(&asked, &how, error))
        return FALSE;
    note_old_disks(facts);
    return report_migration(call, guest, facts, &how, error);
}

/* ---- --check ---- */

static void
add_obstacle(QvCall *call, QvRecords *records, const char *guest, xmlNode *obstacle)
{
    static const char *const keys[] = {"what", "why", "how"};
    g_autofree char *blocking = qv_xml_get(obstacle, "blocks");

    qv_records_add(records);
    qv_records_set(records, "guest", guest);
    qv_records_set(records, "blocks", blocking);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *value = qv_xml_get_message(obstacle, keys[i], !call->output.json);
        qv_records_set(records, keys[i], value);
    }
}

static gboolean
check_migration(QvCall *call, QvGuest *guest, QvRecords *records, guint *blocking, GError **error)
{
    g_autoptr(xmlDoc) facts = ask_obstacles(call, guest, error);
    g_autoptr(xmlDoc) found = facts ? qv_stage("migrate-check", facts, error) : NULL;

    if (found == NULL)
        return FALSE;
    xmlNode *n = qv_xml_child(qv_xml_root(found), NULL);
    for (; n != NULL; n = qv_xml_next(n, NULL)) {
        add_obstacle(call, records, qv_guest_name(guest), n);
        *blocking += blocks(call, n) ? 1 : 0;
    }
    return TRUE;
}

static gboolean
check_migrations(QvCall *call, GError **error)
{
    g_autoptr(GPtrArray) guests = qv_call_guests(call, error);
    g_autoptr(QvRecords) records = qv_records_new(columns);
    guint blocking = 0;

    if (guests == NULL)
        return FALSE;
    for (guint i = 0; i < guests->len; i++)
        if (!qv_interrupt_check(error) ||
            !check_migration(call, guests->pdata[i], records, &blocking, error))
            return FALSE;
    if (!qv_records_print(records, &call->output, error))
        return FALSE;
    if (blocking > 0)
        return qv_fail(error, QV_ERROR_HOST,
                       g_dngettext(GETTEXT_PACKAGE, "%u obstacle is in the way",
                                   "%u obstacles are in the way", blocking),
                       blocking);
    return TRUE;
}

/* ---- the call ---- */

static gboolean
check_migrate_options(QvCall *call, guint arguments, GError **error)
{
    if (qv_call_has(call, "offline") && qv_call_has(call, "copy-storage"))
        return qv_fail(error, QV_ERROR_USAGE,
                       _("--offline and --copy-storage do not go together: libvirt copies disks of "
                         "guests that run only"));
    if (qv_call_has(call, "timeout-action") && !qv_call_has(call, "timeout"))
        return qv_fail(error, QV_ERROR_USAGE, _("--timeout-action goes with --timeout SECONDS"));
    if (qv_call_has(call, "all") ? arguments != 1 : arguments < (qv_call_selects(call) ? 1 : 2))
        return qv_fail(error, QV_ERROR_USAGE,
                       qv_call_has(call, "all")
                           ? _("migrate: --all takes the URI of the destination only")
                           : _("migrate: missing URI of the destination, behind the guests"));
    if (qv_call_has(call, "name") && (arguments != 2 || qv_call_selects(call)))
        return qv_fail(error, QV_ERROR_USAGE, _("--name: one guest only can be called that"));
    return TRUE;
}

/* A guest that is over there is no error, so that a call can be made again. */
static void
drop_moved(QvCall *call, QvConnection *source)
{
    GStrv kept = call->arguments;

    for (char **word = call->arguments; *word != NULL; word++) {
        g_autoptr(QvGuest) here = qv_guest_find(source, *word, NULL);
        g_autoptr(QvGuest) there = here ? NULL : qv_guest_find(destination.connection, *word, NULL);
        if (there == NULL) {
            *kept++ = *word;
            continue;
        }
        qv_say(_("guest '%s' is at %s already"), *word, destination.uri);
        g_free(*word);
    }
    *kept = NULL;
}

static gboolean
connect_both(QvCall *call, GError **error)
{
    QvConnection *source = qv_event_prepare(error) ? qv_call_connection(call, error) : NULL;

    destination.connection = source ? qv_connect(destination.uri, error) : NULL;
    if (destination.connection == NULL)
        return FALSE;
    qv_connection_keep_alive(source);
    qv_connection_keep_alive(destination.connection);
    return TRUE;
}

static gboolean
migrate_or_check(QvCall *call, GError **error)
{
    if (!connect_both(call, error))
        return FALSE;
    if (call->arguments[0] != NULL) {
        drop_moved(call, qv_call_connection(call, NULL));
        if (call->arguments[0] == NULL)
            return TRUE;
    }
    return qv_call_has(call, "check") ? check_migrations(call, error)
                                      : qv_call_each(call, migrate, error);
}

static gboolean
run_migrate(QvCall *call, GError **error)
{
    guint n = g_strv_length(call->arguments);

    if (!check_migrate_options(call, n, error))
        return FALSE;
    destination.uri = g_steal_pointer(&call->arguments[n - 1]);
    qv_interrupt_catch();
    QvServer *server = qv_event_serve();
    gboolean done = migrate_or_check(call, error);
    g_clear_pointer(&destination.connection, qv_disconnect);
    g_clear_pointer(&destination.uri, g_free);
    qv_event_serve_end(server);
    return done;
}

const QvCommand qv_cmd_migrate = {
    .name = "migrate",
    .arguments = N_("GUEST… URI"),
    .least = 1,
    .most = G_MAXUINT,
    .summary = N_("move guests to another host while they run"),
    .details =
        N_("URI is the destination's, as the source's daemon reaches it, or with --direct as this "
           "client does. Ctrl-C aborts: the guest goes on where it was. Where the hosts speak with "
           "each other, a migration whose client was killed goes on by itself.\n\n"
           "Example:\n  qvirt migrate w10 qemu+ssh://host2/system --copy-storage"),
    .flags = QV_CONNECTS | QV_JOBS | QV_FILTERS,
    .options = options,
    .columns = columns,
    .run = run_migrate,
};
