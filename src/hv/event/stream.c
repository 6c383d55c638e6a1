/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream: a hypervisor's events without end, whatever becomes of its daemon. */
#include "hv/event/stream.h"

#include "base/error.h"
#include "hv/event/tracker.h"
#include "hv/guest.h"
#include "hv/libvirt.h"

#define FIRST_PAUSE 50     /* milliseconds before the second attempt to connect; doubles */
#define LONGEST_PAUSE 1000 /* leaves a second of the two that are promised to the connecting */
#define PATIENCE 10000     /* after which an attempt that hangs gets another one beside it */
#define MOST_ATTEMPTS 8    /* that hang, each in a thread */

/* A daemon that has just begun learns only now what its guests did without it, and tells nobody:
   seconds after a reconnection when the guests are listed once more. */
static const guint looks[] = {1, 2, 7};

/* One connection, from the attempt on. */
typedef struct {
    QvStream *stream;   /* NULL when nobody wants it any more */
    GQueue early;       /* of QvEvent: those that came while the guests were being listed */
    gboolean live;      /* the guests are listed: events are handed on as they come */
    const char *closed; /* why, set by whatever thread notices */

    /* A thread's while it is at work. */
    gboolean ready;
    char *uri;
    QvObjects objects;
    QvConnection *connection;
    QvWatch *watch;
    GPtrArray *guests;
    GHashTable *transient;
} Link;

struct QvStream {
    char *uri;
    QvObjects objects;
    gboolean reconnect;
    QvEventFunc on_event;
    QvEndFunc on_end;
    gpointer data;
    QvTracker *tracker;
    Link *link;       /* the one in use, or NULL */
    GPtrArray *links; /* of Link: also those that are still being opened */
    guint attempts;   /* that are under way */
    guint pause, timer, look;
    gint64 lost; /* when the connection was, in monotonic time */
};

static void begin_follow_attempt(QvStream *stream);

static void
link_clear(gpointer data)
{
    Link *link = data;

    g_queue_clear_full(&link->early, (GDestroyNotify)qv_event_free);
    g_clear_pointer(&link->guests, g_ptr_array_unref);
    g_clear_pointer(&link->transient, g_hash_table_unref);
    g_clear_pointer(&link->connection, qv_disconnect);
    g_free(link->uri);
}

static void
link_unref(gpointer link)
{
    g_atomic_rc_box_release_full(link, link_clear);
}

static Link *
link_new(QvStream *stream)
{
    Link *link = g_atomic_rc_box_new0(Link);

    link->stream = stream;
    link->uri = g_strdup(stream->uri);
    link->objects = stream->objects;
    g_queue_init(&link->early);
    g_ptr_array_add(stream->links, link);
    return link;
}

/* Closing a connection asks the daemon, who may hang. */
static gpointer
end_thread(gpointer data)
{
    Link *link = data;

    g_clear_pointer(&link->watch, qv_event_unwatch);
    link_unref(link);
    return NULL;
}

static void
drop_link(Link *link)
{
    g_ptr_array_remove(link->stream->links, link);
    link->stream = NULL;
    if (link->connection != NULL)
        g_thread_unref(g_thread_new("disconnect", end_thread, link));
    else
        link_unref(link);
}

static void
on_event(QvEvent *event, gpointer data)
{
    Link *link = data;

    if (link->stream == NULL)
        qv_event_free(event);
    else if (!link->live)
        g_queue_push_tail(&link->early, event);
    else if (qv_tracker_take(link->stream->tracker, event))
        link->stream->on_event(event, link->stream->data);
    else
        qv_event_free(event);
}

static void
go_live(Link *link)
{
    QvEvent *event;

    link->live = TRUE;
    while ((event = g_queue_pop_head(&link->early)) != NULL)
        on_event(event, link);
}

static void
tell_connection_event(QvStream *stream, const char *word, char *detail)
{
    QvEvent *event = qv_event_new("monitor", "connection", word, NULL, NULL, detail);

    json_object_set_string_member(event->fields, "uri", stream->uri);
    stream->on_event(event, stream->data);
}

static gboolean
again(gpointer data)
{
    QvStream *stream = data;

    stream->timer = 0;
    begin_follow_attempt(stream);
    return G_SOURCE_REMOVE;
}

static void
wait_before_retry(QvStream *stream, guint milliseconds)
{
    if (stream->timer != 0)
        g_source_remove(stream->timer);
    stream->timer = g_timeout_add(milliseconds, again, stream);
}

static void
lose(QvStream *stream, Link *link)
{
    g_autoptr(GError) error = NULL;

    go_live(link);
    stream->link = NULL;
    stream->lost = g_get_monotonic_time();
    g_clear_handle_id(&stream->timer, g_source_remove);
    tell_connection_event(stream, "disconnected", g_strdup(link->closed));
    if (stream->reconnect) {
        drop_link(link);
        stream->pause = FIRST_PAUSE;
        wait_before_retry(stream, stream->pause);
        return;
    }
    qv_fail(&error, QV_ERROR_CONNECT, _("the connection is lost: %s"), _(link->closed));
    drop_link(link);
    stream->on_end(error, stream->data);
}

/* Comes after all events that had arrived when the connection was closed. */
static gboolean
lost(gpointer data)
{
    Link *link = data;

    if (link->stream != NULL && link->stream->link == link)
        lose(link->stream, link);
    link_unref(link);
    return G_SOURCE_REMOVE;
}

static gboolean
close_later(gpointer data)
{
    g_idle_add_full(G_PRIORITY_LOW, lost, data, NULL);
    return G_SOURCE_REMOVE;
}

static void
on_follow_close(const char *reason, gpointer data)
{
    Link *link = data;

    g_atomic_pointer_set(&link->closed, reason);
    g_idle_add(close_later, g_atomic_rc_box_acquire(link));
}

static gboolean
list_guests(Link *link, GError **error)
{
    virDomainStatsRecordPtr *records = NULL;
    int n;

    g_clear_pointer(&link->guests, g_ptr_array_unref);
    g_clear_pointer(&link->transient, g_hash_table_unref);
    link->transient = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    link->guests = qv_guest_list(link->connection, TRUE, error);
    if (link->guests == NULL)
        return FALSE;
    n = virConnectGetAllDomainStats(link->connection, VIR_DOMAIN_STATS_STATE, &records,
                                    VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT);
    for (int i = 0; i < n; i++) {
        char uuid[VIR_UUID_STRING_BUFLEN] = "";
        virDomainGetUUIDString(records[i]->dom, uuid);
        g_hash_table_add(link->transient, g_strdup(uuid));
    }
    if (n >= 0)
        virDomainStatsRecordListFree(records);
    return n >= 0 || qv_libvirt_fail(error);
}

/* Registers before it lists, so that nothing falls in between. */
static gboolean
watch_and_list(Link *link, GError **error)
{
    const QvWatchFor what = {.objects = link->objects,
                             .on_event = on_event,
                             .on_close = on_follow_close,
                             .data = g_atomic_rc_box_acquire(link),
                             .free_data = link_unref};

    link->watch = qv_event_watch(link->connection, &what, error);
    if (link->watch == NULL)
        return FALSE;
    return !(link->objects & QV_ABOUT_GUESTS) || list_guests(link, error);
}

static void
compare_known_guests(Link *link, gboolean report)
{
    QvStream *stream = link->stream;

    if (link->guests != NULL)
        qv_tracker_compare(stream->tracker, link->guests, link->transient,
                           report ? stream->on_event : NULL, stream->data);
    g_clear_pointer(&link->guests, g_ptr_array_unref);
    go_live(link);
}

static gboolean look_again(gpointer data);

static void
plan_look(QvStream *stream)
{
    if (stream->look < G_N_ELEMENTS(looks) && stream->objects & QV_ABOUT_GUESTS)
        stream->timer = g_timeout_add_seconds(looks[stream->look++], look_again, stream);
}

/* In the main loop, after look_thread(). */
static gboolean
looked(gpointer data)
{
    Link *link = data;

    if (link->stream != NULL && link->stream->link == link) {
        compare_known_guests(link, TRUE);
        plan_look(link->stream);
    }
    link_unref(link);
    return G_SOURCE_REMOVE;
}

static gpointer
look_thread(gpointer data)
{
    Link *link = data;

    if (!list_guests(link, NULL))
        g_clear_pointer(&link->guests, g_ptr_array_unref);
    g_idle_add(looked, link);
    return NULL;
}

static gboolean
look_again(gpointer data)
{
    QvStream *stream = data;

    stream->timer = 0;
    stream->link->live = FALSE;
    g_thread_unref(g_thread_new("list", look_thread, g_atomic_rc_box_acquire(stream->link)));
    return G_SOURCE_REMOVE;
}

static void
adopt(QvStream *stream, Link *link)
{
    double away = (double)(g_get_monotonic_time() - stream->lost) / G_TIME_SPAN_SECOND;

    stream->link = link;
    stream->look = 0;
    g_clear_handle_id(&stream->timer, g_source_remove);
    tell_connection_event(stream, "reconnected", g_strdup_printf("after %.1f s", away));
    compare_known_guests(link, TRUE);
    plan_look(stream);
}

/* In the main loop, after connect_thread(). */
static gboolean
arrived(gpointer data)
{
    Link *link = data;
    QvStream *stream = link->stream;

    if (stream != NULL) {
        stream->attempts--;
        if (stream->link == NULL && link->ready && g_atomic_pointer_get(&link->closed) == NULL)
            adopt(stream, link);
        else
            drop_link(link);
        if (stream->link == NULL) {
            wait_before_retry(stream, stream->pause);
            stream->pause = MIN(stream->pause * 2, LONGEST_PAUSE);
        }
    }
    link_unref(link);
    return G_SOURCE_REMOVE;
}

static gpointer
connect_thread(gpointer data)
{
    Link *link = data;

    link->connection = virConnectOpenAuth(link->uri, virConnectAuthPtrDefault, 0);
    link->ready = link->connection != NULL && watch_and_list(link, NULL);
    g_idle_add(arrived, link);
    return NULL;
}

static void
begin_follow_attempt(QvStream *stream)
{
    if (stream->attempts < MOST_ATTEMPTS) {
        Link *link = link_new(stream);
        stream->attempts++;
        g_thread_unref(g_thread_new("connect", connect_thread, g_atomic_rc_box_acquire(link)));
    }
    wait_before_retry(stream, PATIENCE);
}

QvStream *
qv_stream_new(QvConnection *connection, QvObjects objects, gboolean reconnect, QvEventFunc on_each,
              QvEndFunc on_end, gpointer data, GError **error)
{
    g_autoptr(QvStream) stream = g_new0(QvStream, 1);

    stream->uri = qv_connection_uri(connection);
    stream->objects = objects;
    stream->reconnect = reconnect;
    stream->on_event = on_each;
    stream->on_end = on_end;
    stream->data = data;
    stream->tracker = qv_tracker_new();
    stream->links = g_ptr_array_new();
    stream->link = link_new(stream);
    virConnectRef(connection);
    stream->link->connection = connection;
    if (!watch_and_list(stream->link, error))
        return NULL;
    compare_known_guests(stream->link, FALSE);
    return g_steal_pointer(&stream);
}

/* Does not wait for a daemon to say goodbye: the connection ends with the process, if nobody else
   has use for it. */
void
qv_stream_free(QvStream *stream)
{
    for (guint i = 0; i < stream->links->len; i++)
        ((Link *)stream->links->pdata[i])->stream = NULL;
    if (stream->link != NULL && stream->link->watch == NULL)
        link_unref(stream->link);
    g_clear_handle_id(&stream->timer, g_source_remove);
    g_clear_pointer(&stream->tracker, qv_tracker_free);
    g_ptr_array_unref(stream->links);
    g_free(stream->uri);
    g_free(stream);
}
