/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* select: which guests are meant, by words and filters; all commands ask here. */
#include "cli/select.h"

#include <fnmatch.h>

#include "base/suggest.h"

/* How a word can mean a guest, the first that means somebody first. */
typedef enum { BY_ID, BY_UUID, BY_NAME, BY_PATTERN, N_WAYS } Way;

typedef struct {
    char *text;  /* as it was written */
    char *guest; /* what is behind the host */
    GStrv hosts; /* names of the hosts where the guest may be; NULL for any */
    gboolean is_pattern;
    gboolean found; /* it meant somebody on one of the hosts; under the lock */
    char *nearest;  /* what qv_suggestion() says if not, or NULL; under the lock */
} Word;

struct QvSelect {
    GPtrArray *words; /* (element-type Word); none for all guests */
    QvFilter *filter;
    GMutex lock;
    GHashTable *faults; /* (element-type utf8): of guests that could not be read */
    GPtrArray *untold;  /* (element-type utf8): those that were not said yet */
};

/* ---- words ---- */

static void
free_word(gpointer data)
{
    Word *word = data;

    g_free(word->text);
    g_free(word->guest);
    g_strfreev(word->hosts);
    g_free(word->nearest);
    g_free(word);
}

static gboolean
has_pattern(const char *text)
{
    return strpbrk(text, "*?[") != NULL;
}

/* The names of the hosts that the pattern before the last slash of a word means; NULL for none. */
static GStrv
hosts_by_pattern(GPtrArray *hosts, const char *pattern)
{
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    gboolean found = FALSE;

    for (guint i = 0; i < hosts->len; i++) {
        const char *name = ((QvHost *)hosts->pdata[i])->name;
        if (name == NULL || fnmatch(pattern, name, 0) != 0)
            continue;
        g_strv_builder_add(names, name);
        found = TRUE;
    }
    return found ? g_strv_builder_end(names) : NULL;
}

static Word *
read_word(GPtrArray *hosts, const char *text, gboolean literal)
{
    Word *word = g_new0(Word, 1);
    const char *rest, *slash = strrchr(text, '/');
    const QvHost *host = qv_host_named(hosts, text, &rest);
    g_autofree char *before = slash ? g_strndup(text, (gsize)(slash - text)) : NULL;

    if (host != NULL) {
        word->hosts = g_strdupv((GStrv)(const char *[]){host->name, NULL});
    } else if (before != NULL && !literal && has_pattern(before)) {
        word->hosts = hosts_by_pattern(hosts, before);
        rest = word->hosts ? slash + 1 : text;
    }
    word->text = g_strdup(text);
    word->guest = g_strdup(rest);
    word->is_pattern = !literal && has_pattern(rest);
    return word;
}

static gboolean
concerns(const Word *word, const char *host)
{
    return word->hosts == NULL ||
           (host != NULL && g_strv_contains((const char *const *)word->hosts, host));
}

static gboolean
means(const Word *word, Way way, const char *name, const char *uuid, int id)
{
    guint64 number;

    switch (way) {
    case BY_ID:
        return id >= 0 && g_ascii_string_to_unsigned(word->guest, 10, 0, G_MAXINT, &number, NULL) &&
               number == (guint64)id;
    case BY_UUID:
        return uuid != NULL && g_ascii_strcasecmp(word->guest, uuid) == 0;
    case BY_NAME:
        return g_str_equal(word->guest, name);
    case BY_PATTERN:
        return word->is_pattern && fnmatch(word->guest, name, 0) == 0;
    default:
        return FALSE;
    }
}

static gboolean
means_guest(const Word *word, Way way, const QvGuestState *guest)
{
    return means(word, way, guest->name, guest->uuid, guest->id);
}

/* The way in which the word means any of the guests of a host; N_WAYS for none. */
static Way
way_to(const Word *word, const GPtrArray *guests)
{
    Way way;

    for (way = BY_ID; way < N_WAYS; way++)
        for (guint i = 0; i < guests->len; i++)
            if (means_guest(word, way, guests->pdata[i]))
                return way;
    return way;
}

/* ---- the selection ---- */

static void
clear_select(gpointer data)
{
    QvSelect *select = data;

    g_ptr_array_unref(select->words);
    g_clear_pointer(&select->filter, qv_filter_free);
    g_mutex_clear(&select->lock);
    g_hash_table_unref(select->faults);
    g_ptr_array_unref(select->untold);
}

QvSelect *
qv_select_ref(QvSelect *select)
{
    return g_atomic_rc_box_acquire(select);
}

void
qv_select_unref(QvSelect *select)
{
    g_atomic_rc_box_release_full(select, clear_select);
}

/* The default host has no name until it is connected. */
static gboolean
name_host(GPtrArray *hosts, const char *text, GError **error)
{
    QvHost *host = hosts->pdata[0];

    return host->name != NULL || strchr(text, '/') == NULL || qv_host_connect(host, error) != NULL;
}

QvSelect *
qv_select_new(QvCall *call, char **words, guint n, gboolean literal, GError **error)
{
    g_autoptr(QvSelect) select = g_atomic_rc_box_new0(QvSelect);

    g_mutex_init(&select->lock);
    select->words = g_ptr_array_new_with_free_func(free_word);
    select->faults = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    select->untold = g_ptr_array_new();
    select->filter = qv_filter_new(call, error);
    if (select->filter == NULL)
        return NULL;
    for (guint i = 0; i < n; i++) {
        if (!name_host(call->hosts, words[i], error))
            return NULL;
        g_ptr_array_add(select->words, read_word(call->hosts, words[i], literal));
    }
    return g_steal_pointer(&select);
}

QvSelect *
qv_select_of_call(QvCall *call, GError **error)
{
    guint n = call->arguments ? g_strv_length(call->arguments) : 0;

    return qv_select_new(call, call->arguments, n, FALSE, error);
}

gboolean
qv_select_is_all(const QvSelect *select)
{
    return select->words->len == 0 && qv_filter_is_empty(select->filter);
}

static gboolean
concerns_host(const QvSelect *select, const char *host)
{
    for (guint i = 0; i < select->words->len; i++)
        if (concerns(select->words->pdata[i], host))
            return TRUE;
    return select->words->len == 0;
}

GPtrArray *
qv_select_hosts(const QvSelect *select, GPtrArray *hosts)
{
    GPtrArray *concerned = g_ptr_array_new();

    for (guint i = 0; i < hosts->len; i++)
        if (concerns_host(select, ((QvHost *)hosts->pdata[i])->name))
            g_ptr_array_add(concerned, hosts->pdata[i]);
    return concerned;
}

gboolean
qv_select_matches(const QvSelect *select, const char *name, const char *uuid, int id,
                  const char *host)
{
    for (guint i = 0; i < select->words->len; i++) {
        const Word *word = select->words->pdata[i];
        for (Way way = BY_ID; way < N_WAYS && concerns(word, host); way++)
            if (means(word, way, name, uuid, id))
                return TRUE;
    }
    return select->words->len == 0;
}

/* ---- on one host ---- */

void
qv_selected_free(QvSelected *selected)
{
    g_clear_pointer(&selected->guests, g_ptr_array_unref);
    g_clear_pointer(&selected->details, g_ptr_array_unref);
    g_free(selected);
}

static gboolean
needs_list(const QvSelect *select, const char *host)
{
    for (guint i = 0; i < select->words->len; i++) {
        const Word *word = select->words->pdata[i];
        if (word->is_pattern && concerns(word, host))
            return TRUE;
    }
    return select->words->len == 0;
}

static gboolean
needs_uuids(const QvSelect *select)
{
    for (guint i = 0; i < select->words->len; i++)
        if (g_uuid_string_is_valid(((Word *)select->words->pdata[i])->guest))
            return TRUE;
    return FALSE;
}

static GPtrArray *
list_all(const QvSelect *select, QvConnection *connection, const QvSelectAsk *ask, GError **error)
{
    gboolean all = ask->all || !qv_select_is_all(select);

    return ask->details & QV_DETAIL_STATE || needs_uuids(select)
               ? qv_guest_list(connection, all, error)
               : qv_guest_list_brief(connection, all, error);
}

static gboolean
is_listed(const GPtrArray *guests, QvGuest *guest)
{
    for (guint i = 0; i < guests->len; i++)
        if (qv_guest_is(((QvGuestState *)guests->pdata[i])->guest, guest))
            return TRUE;
    return FALSE;
}

/* Adds the guest of a word, if there is one and it is not gone a moment later. */
static gboolean
look_up_word(const Word *word, QvConnection *connection, gboolean states, GPtrArray *guests,
             GError **error)
{
    g_autoptr(QvGuest) guest = NULL;
    QvGuestState *state;

    if (!qv_guest_look_up(connection, word->guest, &guest, error))
        return FALSE;
    if (guest == NULL || is_listed(guests, guest))
        return TRUE;
    state = states ? qv_guest_state(guest, NULL) : qv_guest_brief(guest);
    if (state != NULL)
        g_ptr_array_add(guests, state);
    return TRUE;
}

static int
compare_selected_names(gconstpointer a, gconstpointer b)
{
    const QvGuestState *const *one = a, *const *other = b;

    return strcmp((*one)->name, (*other)->name);
}

static GPtrArray *
look_up_all(const QvSelect *select, QvConnection *connection, const char *host,
            const QvSelectAsk *ask, GError **error)
{
    g_autoptr(GPtrArray) guests =
        g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_state_free);
    gboolean states = ask->states || qv_filter_needs_states(select->filter);

    for (guint i = 0; i < select->words->len; i++) {
        const Word *word = select->words->pdata[i];
        if (concerns(word, host) && !look_up_word(word, connection, states, guests, error))
            return NULL;
    }
    g_ptr_array_sort(guests, compare_selected_names);
    return g_steal_pointer(&guests);
}

/* Whom the word may have been meant for, of those who are there. */
static void
keep_nearest(QvSelect *select, Word *word, QvConnection *connection)
{
    g_autoptr(GPtrArray) guests = qv_guest_all(connection, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; guests != NULL && i < guests->len; i++)
        g_ptr_array_add(names, (gpointer)qv_guest_name(guests->pdata[i]));
    g_ptr_array_add(names, NULL);
    g_autofree char *nearest = qv_suggestion(word->guest, (const char *const *)names->pdata);
    g_mutex_lock(&select->lock);
    if (*nearest != '\0' && word->nearest == NULL)
        word->nearest = g_steal_pointer(&nearest);
    g_mutex_unlock(&select->lock);
}

static gboolean
is_found(QvSelect *select, const Word *word)
{
    gboolean found;

    g_mutex_lock(&select->lock);
    found = word->found;
    g_mutex_unlock(&select->lock);
    return found;
}

/* Marks those of the guests that the word means. */
static void
mark_meant(QvSelect *select, Word *word, QvConnection *connection, const GPtrArray *guests,
           gboolean *meant)
{
    Way way = way_to(word, guests);

    for (guint i = 0; i < guests->len; i++)
        meant[i] = meant[i] || means_guest(word, way, guests->pdata[i]);
    if (way == N_WAYS && !word->is_pattern && !is_found(select, word))
        keep_nearest(select, word, connection);
    g_mutex_lock(&select->lock);
    word->found = word->found || way < N_WAYS;
    g_mutex_unlock(&select->lock);
}

static void
drop_unmeant(QvSelect *select, QvConnection *connection, const char *host, GPtrArray *guests)
{
    g_autofree gboolean *meant = g_new0(gboolean, guests->len);

    for (guint i = 0; i < select->words->len; i++)
        if (concerns(select->words->pdata[i], host))
            mark_meant(select, select->words->pdata[i], connection, guests, meant);
    for (guint i = guests->len; i-- > 0;)
        if ((select->words->len > 0 && !meant[i]) ||
            !qv_filter_state(select->filter, guests->pdata[i]))
            g_ptr_array_remove_index(guests, i);
}

static void
note_fault(QvSelect *select, const char *name, const char *fault)
{
    char *note = g_strdup_printf(_("guest '%s' cannot be read: %s"), name, fault);

    g_mutex_lock(&select->lock);
    if (g_hash_table_add(select->faults, note))
        g_ptr_array_add(select->untold, note);
    g_mutex_unlock(&select->lock);
}

static void
drop_filtered(QvSelect *select, QvSelected *selected)
{
    for (guint i = selected->guests->len; i-- > 0;) {
        const QvListDetail *detail = selected->details->pdata[i];
        const QvGuestState *state = selected->guests->pdata[i];
        if (detail->fault != NULL)
            note_fault(select, state->name, detail->fault);
        if (qv_filter_detail(select->filter, detail))
            continue;
        g_ptr_array_remove_index(selected->guests, i);
        g_ptr_array_remove_index(selected->details, i);
    }
}

QvSelected *
qv_select_on(QvSelect *select, QvConnection *connection, const char *host, const QvSelectAsk *ask,
             GError **error)
{
    g_autoptr(QvSelected) selected = g_new0(QvSelected, 1);
    QvListDetails details = ask->details | qv_filter_needs(select->filter);

    selected->guests = needs_list(select, host) ? list_all(select, connection, ask, error)
                                                : look_up_all(select, connection, host, ask, error);
    if (selected->guests == NULL)
        return NULL;
    drop_unmeant(select, connection, host, selected->guests);
    selected->details = qv_list_details(connection, selected->guests, details, error);
    if (selected->details == NULL)
        return NULL;
    drop_filtered(select, selected);
    return g_steal_pointer(&selected);
}

void
qv_select_tell(QvSelect *select)
{
    g_mutex_lock(&select->lock);
    for (guint i = 0; i < select->untold->len; i++)
        qv_warn("%s", (const char *)select->untold->pdata[i]);
    g_ptr_array_set_size(select->untold, 0);
    g_mutex_unlock(&select->lock);
}

/* ---- on all hosts ---- */

/* The first host that may have such a guest and did not answer. */
static const QvAnswer *
silent_host(const Word *word, const GPtrArray *answers)
{
    for (guint i = 0; i < answers->len; i++) {
        const QvAnswer *answer = answers->pdata[i];
        if (answer->result == NULL && concerns(word, answer->host->name))
            return answer;
    }
    return NULL;
}

static gboolean
check_found(QvSelect *select, const Word *word, GError **error)
{
    if (is_found(select, word))
        return TRUE;
    if (word->is_pattern)
        return qv_fail(error, QV_ERROR_NOT_FOUND,
                       _("no guest matches '%.64s'; 'qvirt list --all' lists them"), word->text);
    return qv_fail(error, QV_ERROR_NOT_FOUND, _("no guest '%.64s'%s"), word->text,
                   word->nearest ? word->nearest : _("; 'qvirt list --all' lists them"));
}

gboolean
qv_select_check(QvSelect *select, GPtrArray *answers, GError **error)
{
    for (guint i = 0; i < select->words->len; i++) {
        const Word *word = select->words->pdata[i];
        if (silent_host(word, answers) == NULL && !check_found(select, word, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
refuse_second(const Word *word, const QvHost *first, const QvHost *second, GError **error)
{
    return qv_fail(error, QV_ERROR_USAGE,
                   _("there is a guest '%s' on %s and on %s: say %s/%s or %s/%s, or name one "
                     "host with -c"),
                   word->guest, first->name, second->name, first->name, word->guest, second->name,
                   word->guest);
}

static gboolean
refuse_silence(const Word *word, const QvHost *first, const QvAnswer *silent, guint n_hosts,
               GError **error)
{
    if (first != NULL && !word->is_pattern)
        return qv_fail(error, QV_ERROR_CONNECT,
                       _("guest '%s' is on %s, but may be on %s too, which does not answer: say "
                         "%s/%s"),
                       word->guest, first->name, silent->host->name, first->name, word->guest);
    g_propagate_error(error, n_hosts > 1 ? qv_answer_fault(silent) : g_error_copy(silent->error));
    return FALSE;
}

static void
add_guest_once(GPtrArray *guests, QvGuest *guest)
{
    for (guint i = 0; i < guests->len; i++)
        if (qv_guest_is(guests->pdata[i], guest))
            return;
    g_ptr_array_add(guests, qv_guest_ref(guest));
}

/* Adds those that the word means on one host, or all for no word; whether there are any. */
static gboolean
add_guests_of(const Word *word, const QvSelected *selected, GPtrArray *guests)
{
    Way way = word ? way_to(word, selected->guests) : N_WAYS;

    for (guint i = 0; i < selected->guests->len; i++) {
        const QvGuestState *state = selected->guests->pdata[i];
        if (word == NULL || means_guest(word, way, state))
            add_guest_once(guests, state->guest);
    }
    return way < N_WAYS;
}

static gboolean
add_guests_by_word(QvSelect *select, const Word *word, GPtrArray *answers, GPtrArray *guests,
                   GError **error)
{
    const QvAnswer *silent = silent_host(word, answers);
    const QvHost *first = NULL;

    for (guint i = 0; i < answers->len; i++) {
        const QvAnswer *answer = answers->pdata[i];
        if (answer->result == NULL || !concerns(word, answer->host->name) ||
            !add_guests_of(word, answer->result, guests))
            continue;
        if (first != NULL && !word->is_pattern)
            return refuse_second(word, first, answer->host, error);
        first = answer->host;
    }
    if (silent != NULL)
        return refuse_silence(word, first, silent, answers->len, error);
    return check_found(select, word, error);
}

GPtrArray *
qv_select_guests(QvSelect *select, GPtrArray *answers, GError **error)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func((GDestroyNotify)qv_guest_unref);

    for (guint i = 0; i < select->words->len; i++)
        if (!add_guests_by_word(select, select->words->pdata[i], answers, guests, error))
            return NULL;
    if (select->words->len > 0)
        return g_steal_pointer(&guests);
    if (!qv_answers_check(answers, error))
        return NULL;
    for (guint i = 0; i < answers->len; i++)
        add_guests_of(NULL, ((QvAnswer *)answers->pdata[i])->result, guests);
    return g_steal_pointer(&guests);
}

/* ---- guests that are followed ---- */

static void
add_followed(GPtrArray *words, const char *host, const char *guest)
{
    Word *word = g_new0(Word, 1);

    word->text = g_strdup(guest);
    word->guest = g_strdup(guest);
    word->hosts = g_strdupv((GStrv)(const char *[]){host, NULL});
    word->found = TRUE;
    g_ptr_array_add(words, word);
}

/* Those that the word means on one host, or all for no word. */
static void
follow_on(const Word *word, const QvAnswer *answer, GPtrArray *words)
{
    const QvSelected *selected = answer->result;
    Way way = word ? way_to(word, selected->guests) : N_WAYS;

    for (guint i = 0; i < selected->guests->len; i++) {
        const QvGuestState *state = selected->guests->pdata[i];
        if (word != NULL && !(concerns(word, answer->host->name) && means_guest(word, way, state)))
            continue;
        add_followed(words, answer->host->name, state->name);
        add_followed(words, answer->host->name, state->uuid);
    }
}

static void
follow_on_all(const Word *word, GPtrArray *answers, GPtrArray *words)
{
    for (guint i = 0; i < answers->len; i++)
        follow_on(word, answers->pdata[i], words);
}

gboolean
qv_select_follow(QvSelect *select, GPtrArray *answers, GError **error)
{
    gboolean filtered = !qv_filter_is_empty(select->filter);
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(free_word);

    if (filtered && select->words->len == 0)
        follow_on_all(NULL, answers, words);
    for (guint i = select->words->len; i-- > 0;) {
        const Word *word = select->words->pdata[i];
        if (word->is_pattern && !filtered)
            continue;
        if (!check_found(select, word, error))
            return FALSE;
        follow_on_all(word, answers, words);
        g_ptr_array_remove_index(select->words, i);
    }
    if (filtered && words->len == 0)
        return qv_fail(error, QV_ERROR_NOT_FOUND,
                       _("no guest that is there now passes the filter"));
    g_ptr_array_extend_and_steal(select->words, g_steal_pointer(&words));
    return TRUE;
}
