/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serve: one document over HTTP, made anew for whoever asks. */
#include "cli/serve.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <libsoup/soup.h>

#include "base/error.h"
#include "lazy-soup.h"

QV_LAZY_DEFINE_soup;

typedef struct {
    const char *path, *type;
    QvServeFunc make;
    gpointer data;
    GPtrArray *waiting; /* (element-type SoupServerMessage): for the document that is being made */
    char *document;     /* what was made, or NULL with error */
    GError *error;
} Service;

/* ---- addresses ---- */

static gboolean
bad_address(const char *text, GError **error)
{
    return qv_fail(error, QV_ERROR_USAGE,
                   _("'%s' is not ADDRESS:PORT in numbers, as 127.0.0.1:9177 or [::1]:9177"), text);
}

static GSocketAddress *
parse_address(const char *text, gboolean *is_loopback, GError **error)
{
    const char *colon = strrchr(text, ':');
    g_autofree char *host = g_strndup(text, colon ? (gsize)(colon - text) : 0);
    gsize length = strlen(host);
    guint64 port;

    if (!qv_lazy_load(&qv_library_soup, QV_ERROR_HOST, error))
        return NULL;
    if (length > 2 && host[0] == '[' && host[length - 1] == ']') {
        host[length - 1] = '\0';
        memmove(host, host + 1, length - 1);
    }
    g_autoptr(GInetAddress) address =
        g_inet_address_new_from_string(g_str_equal(host, "localhost") ? "127.0.0.1" : host);
    if (address == NULL || !g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &port, NULL)) {
        bad_address(text, error);
        return NULL;
    }
    *is_loopback = g_inet_address_get_is_loopback(address);
    return g_inet_socket_address_new(address, (guint16)port);
}

gboolean
qv_serve_address(const char *text, gboolean anywhere, GError **error)
{
    gboolean is_loopback = FALSE;
    g_autoptr(GSocketAddress) address = parse_address(text, &is_loopback, error);

    if (address == NULL)
        return FALSE;
    if (!is_loopback && !anywhere)
        return qv_fail(error, QV_ERROR_USAGE,
                       _("at %s every machine that reaches this one could read the guests' names "
                         "and figures, without a password; listen at 127.0.0.1, or say "
                         "--listen-anywhere"),
                       text);
    return TRUE;
}

/* ---- documents ---- */

static void
answer(Service *service, SoupServerMessage *message)
{
    const char *text = service->document ? service->document : service->error->message;

    soup_server_message_set_status(
        message, service->document ? SOUP_STATUS_OK : SOUP_STATUS_SERVICE_UNAVAILABLE, NULL);
    soup_server_message_set_response(
        message, service->document ? service->type : "text/plain; charset=utf-8", SOUP_MEMORY_COPY,
        text, strlen(text));
    soup_server_message_unpause(message);
}

static gboolean
made(gpointer data)
{
    Service *service = data;

    for (guint i = 0; i < service->waiting->len; i++)
        answer(service, service->waiting->pdata[i]);
    g_ptr_array_set_size(service->waiting, 0);
    g_clear_pointer(&service->document, g_free);
    g_clear_error(&service->error);
    return G_SOURCE_REMOVE;
}

static gpointer
make_served_document(gpointer data)
{
    Service *service = data;

    service->document = service->make(service->data, &service->error);
    g_idle_add(made, service);
    return NULL;
}

static void
handle(SoupServer *server G_GNUC_UNUSED, SoupServerMessage *message, const char *path,
       GHashTable *query G_GNUC_UNUSED, gpointer data)
{
    Service *service = data;
    const char *method = soup_server_message_get_method(message);

    if (!g_str_equal(path, service->path)) {
        soup_server_message_set_status(message, SOUP_STATUS_NOT_FOUND, NULL);
        return;
    }
    if (!g_str_equal(method, "GET") && !g_str_equal(method, "HEAD")) {
        soup_message_headers_append(soup_server_message_get_response_headers(message), "Allow",
                                    "GET, HEAD");
        soup_server_message_set_status(message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
        return;
    }
    soup_server_message_pause(message);
    g_ptr_array_add(service->waiting, g_object_ref(message));
    if (service->waiting->len == 1)
        g_thread_unref(g_thread_new("document", make_served_document, service));
}

static gboolean
quit_serve_loop(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

static char *
url_of(SoupServer *server, const char *path)
{
    GSList *uris = soup_server_get_uris(server);
    g_autofree char *root = g_uri_to_string(uris->data);

    g_slist_free_full(uris, (GDestroyNotify)g_uri_unref);
    return g_strconcat(root, path + 1, NULL);
}

gboolean
qv_serve(const char *address, const char *path, const char *type, QvServeFunc make_document,
         void (*ready)(const char *url), gpointer data, GError **error)
{
    gboolean is_loopback;
    g_autoptr(GSocketAddress) place = parse_address(address, &is_loopback, error);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(SoupServer) server = place ? soup_server_new(NULL, NULL) : NULL;
    Service service = {
        .path = path, .type = type, .make = make_document, .data = data, .waiting = waiting};

    if (place == NULL)
        return FALSE;
    if (!soup_server_listen(server, place, 0, error)) {
        g_prefix_error(error, _("cannot listen at %s: "), address);
        return FALSE;
    }
    soup_server_add_handler(server, NULL, handle, &service, NULL);
    g_autofree char *url = url_of(server, path);
    ready(url);
    g_unix_signal_add(SIGINT, quit_serve_loop, loop);
    g_unix_signal_add(SIGTERM, quit_serve_loop, loop);
    g_main_loop_run(loop);
    /* The thread that makes a document works with what is the caller's. */
    while (waiting->len > 0)
        g_main_context_iteration(NULL, TRUE);
    return TRUE;
}
