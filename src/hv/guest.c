/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest: finds guests, and reads what they are and how they are. */
#include "hv/guest.h"

#include "base/error.h"
#include "base/suggest.h"
#include "hv/libvirt.h"
#include "hv/state.h"

/* So that it can be handed on. */
G_STATIC_ASSERT((int)QV_LIVE == (int)VIR_DOMAIN_AFFECT_LIVE);
G_STATIC_ASSERT((int)QV_CONFIG == (int)VIR_DOMAIN_AFFECT_CONFIG);

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

/* Who is not found may be there where the connection is lost. */
gboolean
qv_guest_look_up(QvConnection *connection, const char *word, QvGuest **guest, GError **error)
{
    g_autoptr(GError) fault = NULL;
    guint64 id;

    *guest = NULL;
    if (g_ascii_string_to_unsigned(word, 10, 0, G_MAXINT, &id, NULL))
        *guest = virDomainLookupByID(connection, (int)id);
    if (*guest == NULL && g_uuid_string_is_valid(word))
        *guest = virDomainLookupByUUIDString(connection, word);
    if (*guest == NULL && can_be_a_name(word))
        *guest = virDomainLookupByName(connection, word);
    if (*guest != NULL)
        return TRUE;
    qv_libvirt_fail(&fault);
    if (qv_connection_is_alive(connection))
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&fault));
    return FALSE;
}

QvGuest *
qv_guest_find(QvConnection *connection, const char *word, GError **error)
{
    QvGuest *guest;

    if (qv_guest_look_up(connection, word, &guest, error) && guest == NULL)
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

xmlDoc *
qv_guest_xml_of(QvGuest *guest, QvScope where, GError **error)
{
    return where == QV_CONFIG ? qv_guest_xml(guest, error) : qv_guest_live_xml(guest, error);
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

QvGuestState *
qv_guest_brief(QvGuest *guest)
{
    QvGuestState *now = brief_state(qv_guest_ref(guest));

    now->uuid = qv_libvirt_uuid(guest);
    return now;
}

static QvGuestState *
new_state(QvGuest *guest, int state, int reason)
{
    QvGuestState *now = qv_guest_brief(guest);

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
    qv_libvirt_free_records(records);
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
