/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest: finds, defines, starts, stops and deletes guests. */
#include "hv/guest.h"

#include "base/error.h"
#include "base/interrupt.h"
#include "base/suggest.h"
#include "hv/libvirt.h"
#include "hv/log.h"
#include "hv/state.h"
#include "model/stage.h"

#define POLL 100 /* milliseconds between two looks at a state */

QvGuest *
qv_guest_ref(QvGuest *guest)
{
    virDomainRef(guest);
    return guest;
}

void
qv_guest_unref(QvGuest *guest)
{
    virDomainFree(guest);
}

void
qv_guest_state_free(QvGuestState *state)
{
    g_free(state->name);
    g_free(state->uuid);
    g_clear_pointer(&state->guest, qv_guest_unref);
    g_free(state);
}

static int
compare_guest_names(gconstpointer a, gconstpointer b)
{
    const QvGuestState *const *one = a, *const *other = b;

    return strcmp((*one)->name, (*other)->name);
}

static void
guest_not_found(QvConnection *connection, const char *word, GError **error)
{
    g_autoptr(GPtrArray) guests = qv_guest_list(connection, TRUE, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; guests != NULL && i < guests->len; i++)
        g_ptr_array_add(names, ((QvGuestState *)guests->pdata[i])->name);
    g_ptr_array_add(names, NULL);
    g_autofree char *nearest = qv_suggestion(word, (const char *const *)names->pdata);
    qv_fail(error, QV_ERROR_NOT_FOUND, _("no guest '%.64s'%s"), word,
            *nearest ? nearest : _("; 'qvirt list --all' lists them"));
}

/* libvirt's protocol carries 4 MiB of name; nothing that long, or that is not text, is one. */
static gboolean
can_be_a_name(const char *word)
{
    return strlen(word) < 4096 && g_utf8_validate(word, -1, NULL);
}

QvGuest *
qv_guest_find(QvConnection *connection, const char *word, GError **error)
{
    guint64 id;
    QvGuest *guest = NULL;

    if (g_ascii_string_to_unsigned(word, 10, 0, G_MAXINT, &id, NULL))
        guest = virDomainLookupByID(connection, (int)id);
    if (guest == NULL && g_uuid_string_is_valid(word))
        guest = virDomainLookupByUUIDString(connection, word);
    if (guest == NULL && can_be_a_name(word))
        guest = virDomainLookupByName(connection, word);
    if (guest == NULL)
        guest_not_found(connection, word, error);
    return guest;
}

static int
by_guest_name(gconstpointer a, gconstpointer b)
{
    QvGuest *const *one = a, *const *other = b;

    return strcmp(qv_guest_name(*one), qv_guest_name(*other));
}

GPtrArray *
qv_guest_all(QvConnection *connection, GError **error)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_unref);
    virDomainPtr *found = NULL;
    int n = virConnectListAllDomains(connection, &found, 0);

    for (int i = 0; i < n; i++)
        g_ptr_array_add(guests, found[i]);
    free(found);
    if (n < 0) {
        qv_libvirt_fail(error);
        return NULL;
    }
    g_ptr_array_sort(guests, by_guest_name);
    return g_steal_pointer(&guests);
}

gboolean
qv_guest_exists(QvConnection *connection, const char *name)
{
    g_autoptr(virDomain) guest = virDomainLookupByName(connection, name);

    return guest != NULL;
}

const char *
qv_guest_name(QvGuest *guest)
{
    return virDomainGetName(guest);
}

QvConnection *
qv_guest_connection(QvGuest *guest)
{
    return virDomainGetConnect(guest);
}

GPtrArray *
qv_guest_connections(GPtrArray *guests)
{
    GPtrArray *connections = g_ptr_array_new();

    for (guint i = 0; i < guests->len; i++) {
        QvConnection *connection = qv_guest_connection(guests->pdata[i]);
        if (!g_ptr_array_find(connections, connection, NULL))
            g_ptr_array_add(connections, connection);
    }
    return connections;
}

gboolean
qv_guest_is(QvGuest *guest, QvGuest *other)
{
    return virDomainGetConnect(guest) == virDomainGetConnect(other) &&
           g_str_equal(qv_guest_name(guest), qv_guest_name(other));
}

static xmlDoc *
read_xml(QvGuest *guest, unsigned int flags, GError **error)
{
    char *text = virDomainGetXMLDesc(guest, flags);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, qv_guest_name(guest), error) : NULL;

    if (text == NULL)
        qv_libvirt_fail(error);
    free(text);
    return g_steal_pointer(&doc);
}

static unsigned int
persistent_flag(QvGuest *guest)
{
    return virDomainIsPersistent(guest) == 1 ? VIR_DOMAIN_XML_INACTIVE : 0;
}

xmlDoc *
qv_guest_xml(QvGuest *guest, GError **error)
{
    return read_xml(guest, persistent_flag(guest), error);
}

xmlDoc *
qv_guest_whole_xml(QvGuest *guest, GError **error)
{
    xmlDoc *doc = read_xml(guest, persistent_flag(guest) | VIR_DOMAIN_XML_SECURE, NULL);

    return doc ? doc : qv_guest_xml(guest, error);
}

xmlDoc *
qv_guest_live_xml(QvGuest *guest, GError **error)
{
    return read_xml(guest, 0, error);
}

/* Takes @guest over. */
static QvGuestState *
brief_state(QvGuest *guest)
{
    QvGuestState *now = g_new0(QvGuestState, 1);

    now->name = g_strdup(qv_guest_name(guest));
    now->id = (int)virDomainGetID(guest);
    now->guest = guest;
    return now;
}

static QvGuestState *
new_state(QvGuest *guest, int state, int reason)
{
    QvGuestState *now = brief_state(guest);

    virDomainRef(guest);
    now->uuid = qv_libvirt_uuid(guest);
    now->state = qv_state_name(state);
    now->reason = qv_state_reason(state, reason);
    return now;
}

QvGuestState *
qv_guest_state(QvGuest *guest, GError **error)
{
    int state, reason;

    if (virDomainGetState(guest, &state, &reason, 0) < 0) {
        qv_libvirt_fail(error);
        return NULL;
    }
    return new_state(guest, state, reason);
}

gboolean
qv_guest_is_off(const QvGuestState *state)
{
    return state->id < 0;
}

gboolean
qv_guest_check_on(const QvGuestState *state, GError **error)
{
    return !qv_guest_is_off(state) ||
           qv_fail(error, QV_ERROR_FAILED, _("guest '%s' is off; 'qvirt start %s' starts it"),
                   state->name, state->name);
}

gboolean
qv_guest_check_responsive(const QvGuestState *state, GError **error)
{
    if (!g_str_equal(state->state, qv_state_name(VIR_DOMAIN_PAUSED)))
        return TRUE;
    return qv_fail(
        error, QV_ERROR_FAILED,
        _("guest '%s' is paused and cannot do what it is asked; 'qvirt resume %s' first, "
          "or use --force"),
        state->name, state->name);
}

static int
parameter(virDomainStatsRecord *record, const char *name)
{
    int value = 0;

    virTypedParamsGetInt(record->params, record->nparams, name, &value);
    return value;
}

GPtrArray *
qv_guest_list(QvConnection *connection, gboolean all, GError **error)
{
    virDomainStatsRecordPtr *records = NULL;
    int n = virConnectGetAllDomainStats(connection, VIR_DOMAIN_STATS_STATE, &records,
                                        all ? 0 : VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE);
    GPtrArray *states = g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_state_free);

    if (n < 0) {
        g_ptr_array_unref(states);
        qv_libvirt_fail(error);
        return NULL;
    }
    for (int i = 0; i < n; i++)
        g_ptr_array_add(states, new_state(records[i]->dom, parameter(records[i], "state.state"),
                                          parameter(records[i], "state.reason")));
    virDomainStatsRecordListFree(records);
    g_ptr_array_sort(states, compare_guest_names);
    return states;
}

static void
free_state(gpointer state)
{
    qv_guest_state_free(state);
}

/* The running guests by name, with their states; none where the driver has no bulk answer. */
static GHashTable *
running(QvConnection *connection, GError **error)
{
    g_autoptr(GHashTable) states = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_state);
    g_autoptr(GError) fault = NULL;
    g_autoptr(GPtrArray) list = qv_guest_list(connection, FALSE, &fault);

    while (list != NULL && list->len > 0) {
        QvGuestState *state = g_ptr_array_steal_index(list, list->len - 1);
        g_hash_table_insert(states, state->name, state);
    }
    if (fault == NULL || g_error_matches(fault, QV_LIBVIRT_ERROR, VIR_ERR_NO_SUPPORT))
        return g_steal_pointer(&states);
    g_propagate_error(error, g_steal_pointer(&fault));
    return NULL;
}

/* A guest that is gone by now has no state. */
static void
ask_state(QvGuestState *state)
{
    int now = VIR_DOMAIN_NOSTATE, reason = 0;

    virDomainGetState(state->guest, &now, &reason, 0);
    state->state = qv_state_name(now);
    state->reason = qv_state_reason(now, reason);
}

static gboolean
fill_guest_states(QvConnection *connection, GPtrArray *guests, GError **error)
{
    g_autoptr(GHashTable) states = NULL;

    for (guint i = 0; i < guests->len; i++) {
        QvGuestState *state = guests->pdata[i];
        const QvGuestState *known = NULL;
        if (state->id < 0) {
            state->state = qv_state_name(VIR_DOMAIN_SHUTOFF);
            continue;
        }
        if (states == NULL)
            states = running(connection, error);
        if (states == NULL)
            return FALSE;
        known = g_hash_table_lookup(states, state->name);
        state->state = known ? known->state : NULL;
        state->reason = known ? known->reason : NULL;
        if (known == NULL)
            ask_state(state);
    }
    return TRUE;
}

GPtrArray *
qv_guest_list_brief(QvConnection *connection, gboolean all, GError **error)
{
    g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(free_state);
    virDomain **guests = NULL;
    int n =
        virConnectListAllDomains(connection, &guests, all ? 0 : VIR_CONNECT_LIST_DOMAINS_ACTIVE);

    if (n < 0) {
        qv_libvirt_fail(error);
        return NULL;
    }
    for (int i = 0; i < n; i++)
        g_ptr_array_add(states, brief_state(guests[i]));
    free(guests);
    if (!fill_guest_states(connection, states, error))
        return NULL;
    g_ptr_array_sort(states, compare_guest_names);
    return g_steal_pointer(&states);
}

static gboolean
check_kept(xmlNode *asked, QvGuest *guest, GError **error)
{
    g_autoptr(xmlDoc) kept = qv_guest_xml(guest, error);
    g_autoptr(xmlDoc) both = qv_xml_new("define");

    if (kept == NULL)
        return FALSE;
    qv_xml_graft(qv_xml_add(qv_xml_root(both), "asked"), asked);
    qv_xml_graft(qv_xml_add(qv_xml_root(both), "kept"), qv_xml_root(kept));
    g_autoptr(xmlDoc) verdict = qv_stage("verify", both, error);
    if (verdict == NULL)
        return FALSE;
    xmlNode *what = qv_xml_child(qv_xml_root(verdict), "what");
    if (what == NULL)
        return TRUE;
    xmlChar *path = xmlNodeGetContent(what);
    qv_fail(error, QV_ERROR_TEMPLATE, _("libvirt took the domain but dropped %s"), path);
    xmlFree(path);
    return FALSE;
}

static void
undefine(gpointer guest)
{
    virDomainDestroy(guest);
    qv_guest_undefine(guest, NULL);
}

QvGuest *
qv_guest_define(QvConnection *connection, xmlDoc *domain, QvUndo *undo, GError **error)
{
    g_autofree char *xml = qv_xml_write(domain);
    g_autoptr(virDomain) guest =
        virDomainDefineXMLFlags(connection, xml, VIR_DOMAIN_DEFINE_VALIDATE);

    if (guest == NULL) {
        qv_libvirt_fail(error);
        return NULL;
    }
    qv_log_make_directory(connection);
    virDomainRef(guest);
    qv_undo_add(undo, undefine, guest, (GDestroyNotify)qv_guest_unref);
    if (!check_kept(qv_xml_root(domain), guest, error))
        return NULL;
    return g_steal_pointer(&guest);
}

static gboolean
stands_still(int state, int reason)
{
    return state == VIR_DOMAIN_PAUSED &&
           (reason == VIR_DOMAIN_PAUSED_UNKNOWN || reason == VIR_DOMAIN_PAUSED_IOERROR ||
            reason == VIR_DOMAIN_PAUSED_CRASHED);
}

gboolean
qv_guest_redefine(QvConnection *connection, xmlNode *domain, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(domain);
    g_autoptr(virDomain) guest =
        virDomainDefineXMLFlags(connection, xml, VIR_DOMAIN_DEFINE_VALIDATE);

    return guest != NULL ? check_kept(domain, guest, error) : qv_libvirt_fail(error);
}

static const char *
way_out(void)
{
    return _("; if this host's KVM cannot run it, define it with --accel tcg");
}

static gboolean
cannot_start(QvGuest *guest, GError **error)
{
    const virError *last = virGetLastError();
    gboolean kvm = last != NULL && last->message != NULL && strstr(last->message, "kvm") != NULL;

    qv_libvirt_fail(error);
    g_prefix_error(error, _("cannot start guest '%s': "), qv_guest_name(guest));
    if (kvm && error != NULL) {
        g_autofree char *text = g_steal_pointer(&(*error)->message);
        (*error)->message = g_strconcat(text, way_out(), NULL);
    }
    return FALSE;
}

static gboolean
report_failed_start(QvGuest *guest, int state, int reason, GError **error)
{
    g_autofree char *log = qv_log_tail(guest);
    const char *why = qv_state_reason(state, reason);

    return qv_fail(error, QV_ERROR_HOST,
                   _("guest '%s' was started, and is %s (%s) a moment later%s%s%s"),
                   qv_guest_name(guest), qv_state_name(state), why ? why : _("internal error"),
                   log ? _("; QEMU says: ") : "", log ? log : "",
                   stands_still(state, reason) ? way_out() : "");
}

gboolean
qv_guest_start_paused(QvGuest *guest, GError **error)
{
    return virDomainCreateWithFlags(guest, VIR_DOMAIN_START_PAUSED) == 0 ||
           cannot_start(guest, error);
}

gboolean
qv_guest_start(QvGuest *guest, guint watch, GError **error)
{
    int state, reason;

    if (virDomainCreate(guest) < 0)
        return cannot_start(guest, error);
    for (guint waited = 0; waited < watch * 1000; waited += POLL) {
        qv_interrupt_sleep(POLL);
        if (!qv_interrupt_check(error))
            return FALSE;
        if (virDomainGetState(guest, &state, &reason, 0) < 0)
            return qv_libvirt_fail(error);
        if (stands_still(state, reason) ||
            (state == VIR_DOMAIN_SHUTOFF && reason != VIR_DOMAIN_SHUTOFF_SHUTDOWN &&
             reason != VIR_DOMAIN_SHUTOFF_DESTROYED) ||
            state == VIR_DOMAIN_CRASHED)
            return report_failed_start(guest, state, reason, error);
    }
    return TRUE;
}

gboolean
qv_guest_ask_to_stop(QvGuest *guest, GError **error)
{
    if (virDomainShutdown(guest) == 0)
        return TRUE;
    qv_libvirt_fail(error);
    g_prefix_error(error, _("cannot ask guest '%s' to shut down: "), qv_guest_name(guest));
    return FALSE;
}

gboolean
qv_guest_shutdown(QvGuest *guest, guint seconds, GError **error)
{
    int state = VIR_DOMAIN_RUNNING, reason;

    if (!qv_guest_ask_to_stop(guest, error))
        return FALSE;
    for (guint waited = 0;; waited += POLL) {
        if (virDomainGetState(guest, &state, &reason, 0) < 0)
            return qv_libvirt_fail(error);
        if (state == VIR_DOMAIN_SHUTOFF || state == VIR_DOMAIN_CRASHED)
            return TRUE;
        if (seconds > 0 && waited >= seconds * 1000)
            return qv_fail(error, QV_ERROR_TIMEOUT,
                           _("guest '%s' was asked to shut down and still runs after %u seconds; "
                             "--timeout waits longer, --force pulls the plug"),
                           qv_guest_name(guest), seconds);
        qv_interrupt_sleep(POLL);
        if (!qv_interrupt_check(error))
            return FALSE;
    }
}

gboolean
qv_guest_destroy(QvGuest *guest, GError **error)
{
    if (virDomainDestroy(guest) < 0 && virGetLastErrorCode() != VIR_ERR_OPERATION_INVALID)
        return qv_libvirt_fail(error);
    return TRUE;
}

gboolean
qv_guest_undefine(QvGuest *guest, GError **error)
{
    static const unsigned int flags[] = {
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
            VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
        VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
            VIR_DOMAIN_UNDEFINE_NVRAM,
        0,
    };

    /* Drivers and older daemons know fewer of them; what is not known cannot be there. */
    for (gsize i = 0; i < G_N_ELEMENTS(flags); i++) {
        if (virDomainUndefineFlags(guest, flags[i]) == 0)
            return TRUE;
        if (virGetLastErrorCode() != VIR_ERR_INVALID_ARG)
            break;
    }
    return qv_libvirt_fail(error);
}

void
qv_guest_flags(QvGuest *guest, gboolean *autostart, gboolean *persistent)
{
    int starts = 0;

    virDomainGetAutostart(guest, &starts);
    *autostart = starts != 0;
    *persistent = virDomainIsPersistent(guest) == 1;
}

/* libvirt hands out the element without its namespace, and takes it so. */
static gboolean
read_note(QvGuest *guest, xmlNode *note, GError **error)
{
    char *text = virDomainGetMetadata(guest, VIR_DOMAIN_METADATA_ELEMENT, QV_NAMESPACE,
                                      VIR_DOMAIN_AFFECT_CONFIG);
    g_autoptr(xmlDoc) doc = text ? qv_xml_read(text, -1, "metadata", error) : NULL;

    if (text == NULL)
        return virGetLastErrorCode() == VIR_ERR_NO_DOMAIN_METADATA || qv_libvirt_fail(error);
    free(text);
    if (doc != NULL)
        qv_xml_graft(note, qv_xml_root(doc));
    return doc != NULL;
}

gboolean
qv_guest_note(QvGuest *guest, GPtrArray *volumes, GError **error)
{
    g_autoptr(xmlDoc) in = qv_xml_new("note");
    unsigned int flags = VIR_DOMAIN_AFFECT_CONFIG;

    if (!read_note(guest, qv_xml_root(in), error))
        return FALSE;
    for (guint i = 0; i < volumes->len; i++)
        qv_xml_set(qv_xml_add(qv_xml_root(in), "volume"), "path", volumes->pdata[i]);
    g_autoptr(xmlDoc) out = qv_stage("note", in, error);
    if (out == NULL)
        return FALSE;
    g_autofree char *xml = qv_xml_write_node(qv_xml_root(out));
    if (virDomainGetID(guest) != (unsigned int)-1)
        flags |= VIR_DOMAIN_AFFECT_LIVE;
    return virDomainSetMetadata(guest, VIR_DOMAIN_METADATA_ELEMENT, xml, "qvirt", QV_NAMESPACE,
                                flags) == 0 ||
           qv_libvirt_fail(error);
}

gboolean
qv_guest_put(QvConnection *connection, xmlNode *domain, GError **error)
{
    g_autofree char *xml = qv_xml_write_node(domain);
    g_autoptr(virDomain) guest = virDomainDefineXMLFlags(connection, xml, 0);

    return guest != NULL || qv_libvirt_fail(error);
}

gboolean
qv_guest_check_unsaved(QvGuest *guest, GError **error)
{
    if (virDomainHasManagedSaveImage(guest, 0) != 1)
        return TRUE;
    return qv_fail(
        error, QV_ERROR_FAILED,
        _("the memory of guest '%s' is saved, and goes with its disks as they are; start "
          "it and shut it down first"),
        qv_guest_name(guest));
}

/* What libvirt calls its state directory, for the system and for a session. */
static char *
place(QvGuest *guest, const char *system, const char *session, const char *name)
{
    g_autofree char *uri = qv_connection_uri(virDomainGetConnect(guest));

    if (g_str_has_suffix(uri, "/session"))
        return g_build_filename(g_get_user_config_dir(), session, name, NULL);
    return g_build_filename(system, name, NULL);
}

char *
qv_guest_variables(QvGuest *guest)
{
    g_autofree char *name = g_strdup_printf("%s_VARS.fd", qv_guest_name(guest));

    return place(guest, "/var/lib/libvirt/qemu/nvram", "libvirt/qemu/nvram", name);
}

static char *
tpm_of(QvGuest *guest)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(guest, uuid);
    return place(guest, "/var/lib/libvirt/swtpm", "libvirt/qemu/swtpm", uuid);
}

gboolean
qv_guest_copy_tpm(QvGuest *from, QvGuest *to, GError **error)
{
    g_autofree char *source = tpm_of(from);
    g_autofree char *target = tpm_of(to);
    char *argv[] = {(char *)"cp", (char *)"-a", (char *)"--", source, target, NULL};
    int status;

    if (!qv_connection_has_local_files(virDomainGetConnect(from)))
        return qv_fail(
            error, QV_ERROR_HOST,
            _("--tpm copy: the TPM's files are not on this machine; without it the clone "
              "gets a fresh one"));
    if (!g_file_test(source, G_FILE_TEST_IS_DIR))
        return qv_fail(error, QV_ERROR_FAILED,
                       _("--tpm copy: guest '%s' has no TPM state at '%s'; it is made at the first "
                         "start"),
                       qv_guest_name(from), source);
    if (!g_spawn_sync("/", argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                      NULL, NULL, &status, error))
        return FALSE;
    return status == 0 || qv_fail(error, QV_ERROR_FAILED, _("--tpm copy: cannot copy '%s' to '%s'"),
                                  source, target);
}
