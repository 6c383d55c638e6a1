/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* view: shows a guest's screen in a viewer that is installed. */
#include <unistd.h>

#include "cli/call.h"
#include "cli/hosts.h"
#include "hv/guest.h"
#include "model/stage.h"

static const QvSetting options[] = {
    {.name = "viewer",
     .value = N_("COMMAND"),
     .parse = qv_value_text,
     .help = N_("another viewer; it gets the display's URI as its last argument")},
    {.name = "attach",
     .parse = qv_value_text,
     .help =
         N_("have libvirt hand virt-viewer its connection, for a display that listens nowhere")},
    {.name = "wait", .parse = qv_value_text, .help = N_("until the viewer is closed")},
    {.name = "uri", .parse = qv_value_text, .help = N_("print the display's URI only")},
    {.name = NULL},
};

typedef struct {
    char *connection; /* libvirt's URI */
    gboolean remote;
    char *uri;      /* the display's, or NULL where it listens nowhere */
    gboolean local; /* only the guest's host can reach it */
} Display;

static void
display_free(Display *display)
{
    g_free(display->connection);
    g_free(display->uri);
    g_free(display);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Display, display_free)

/* What the stage of that name makes of the guest's XML, told of the host of the connection. */
static xmlDoc *
read_displays(QvGuest *guest, const char *connection, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_live_xml(guest, error);
    g_autoptr(xmlDoc) view = qv_xml_new("view");
    g_autofree char *host = NULL;

    if (domain == NULL)
        return NULL;
    g_uri_split(connection, G_URI_FLAGS_NONE, NULL, NULL, &host, NULL, NULL, NULL, NULL, NULL);
    qv_xml_set(qv_xml_root(view), "host", host ? host : "");
    qv_xml_graft(qv_xml_root(view), qv_xml_root(domain));
    return qv_stage("display", view, error);
}

static Display *
find_display(QvGuest *guest, GError **error)
{
    g_autoptr(Display) display = g_new0(Display, 1);
    QvConnection *connection = qv_guest_connection(guest);
    g_autoptr(QvGuestState) state = qv_guest_state(guest, error);
    g_autoptr(xmlDoc) displays = NULL;
    xmlNode *first;

    display->connection = qv_connection_uri(connection);
    display->remote = !qv_connection_is_local(connection);
    if (state == NULL || !qv_guest_check_on(state, error))
        return NULL;
    displays = read_displays(guest, display->connection, error);
    if (displays == NULL)
        return NULL;
    first = qv_xml_child(qv_xml_root(displays), "display");
    if (first == NULL) {
        qv_fail(error, QV_ERROR_FAILED,
                _("guest '%s' has no display; define it --with spice or --with vnc, or use 'qvirt "
                  "console'"),
                state->name);
        return NULL;
    }
    display->uri = qv_xml_get(first, "uri");
    display->local = qv_xml_is(first, "local", "yes");
    return g_steal_pointer(&display);
}

/* virt-viewer asks libvirt for the display by itself, through the same tunnel, and its password
   never stands on a command line. */
static GPtrArray *
arguments_by_name(QvCall *call, QvGuest *guest, const Display *display, GStrv words)
{
    GPtrArray *arguments = g_ptr_array_new_with_free_func(g_free);

    for (char **word = words; *word != NULL; word++)
        g_ptr_array_add(arguments, g_strdup(*word));
    g_ptr_array_add(arguments, g_strdup("--connect"));
    g_ptr_array_add(arguments, g_strdup(display->connection));
    if (qv_call_has(call, "attach") || display->uri == NULL)
        g_ptr_array_add(arguments, g_strdup("--attach"));
    g_ptr_array_add(arguments, g_strdup("--"));
    g_ptr_array_add(arguments, g_strdup(qv_guest_name(guest)));
    g_ptr_array_add(arguments, NULL);
    return arguments;
}

static GPtrArray *
arguments_by_uri(QvGuest *guest, const Display *display, GStrv words, GError **error)
{
    GPtrArray *arguments;

    if (display->uri == NULL || (display->local && display->remote)) {
        qv_fail(error, QV_ERROR_HOST,
                _("the display of guest '%s' is not reachable from here but through libvirt; that "
                  "takes virt-viewer"),
                qv_guest_name(guest));
        return NULL;
    }
    arguments = g_ptr_array_new_with_free_func(g_free);
    for (char **word = words; *word != NULL; word++)
        g_ptr_array_add(arguments, g_strdup(*word));
    g_ptr_array_add(arguments, g_strdup(display->uri));
    g_ptr_array_add(arguments, NULL);
    return arguments;
}

/* The viewer asked for, or the first that is installed; NULL with @error. */
static GStrv
find_viewer(QvCall *call, GError **error)
{
    static const char *const viewers[] = {"virt-viewer", "remote-viewer"};
    g_autofree char *asked = qv_call_get(call, "viewer");
    GStrv words = NULL;

    if (asked != NULL) {
        if (!g_shell_parse_argv(asked, NULL, &words, error))
            g_prefix_error(error, "--viewer: ");
        return words;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(viewers); i++) {
        g_autofree char *path = g_find_program_in_path(viewers[i]);
        if (path != NULL)
            return g_strsplit(path, "\n", 1);
    }
    qv_fail(error, QV_ERROR_HOST,
            _("no viewer is installed; the package virt-viewer has two, or name another with "
              "--viewer"));
    return NULL;
}

static void
leave_session(gpointer data G_GNUC_UNUSED)
{
    setsid();
}

/* The viewer lives on when the terminal is closed, unless it is waited for. */
static gboolean
spawn(char **arguments, gboolean wait, GError **error)
{
    int status = 0;

    if (!wait)
        return g_spawn_async(NULL, arguments, NULL,
                             G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, leave_session, NULL,
                             NULL, error);
    return g_spawn_sync(NULL, arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN,
                        NULL, NULL, NULL, NULL, &status, error) &&
           g_spawn_check_wait_status(status, error);
}

static gboolean
run_view(QvCall *call, GError **error)
{
    g_autoptr(QvGuest) guest = qv_call_guest(call, call->arguments[0], error);
    g_autoptr(Display) display = guest ? find_display(guest, error) : NULL;
    g_auto(GStrv) viewer = NULL;
    g_autoptr(GPtrArray) arguments = NULL;

    if (display == NULL)
        return FALSE;
    if (qv_call_has(call, "uri")) {
        if (display->uri == NULL)
            return qv_fail(error, QV_ERROR_FAILED,
                           _("the display of guest '%s' listens nowhere; 'qvirt view' shows it"),
                           qv_guest_name(guest));
        qv_say("%s", display->uri);
        return TRUE;
    }
    viewer = find_viewer(call, error);
    if (viewer == NULL)
        return FALSE;
    g_autofree char *name = g_path_get_basename(viewer[0]);
    arguments = g_str_equal(name, "virt-viewer") ? arguments_by_name(call, guest, display, viewer)
                                                 : arguments_by_uri(guest, display, viewer, error);
    if (arguments == NULL)
        return FALSE;
    if (!spawn((char **)arguments->pdata, qv_call_has(call, "wait"), error)) {
        g_prefix_error(error, _("viewer '%s': "), viewer[0]);
        return FALSE;
    }
    return TRUE;
}

const QvCommand qv_cmd_view = {
    .name = "view",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("show a guest's screen in the installed viewer"),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run_view,
};
