/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* console: the user's terminal at a guest's serial port. The guest's bytes reach the terminal as
   they are, control characters and all: that is what a console is for. */
#include "hv/console.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/safe-text.h"
#include "base/terminal.h"
#include "cli/call.h"
#include "hv/event/watch.h"
#include "hv/guest.h"
#include "model/stage.h"

#define SETTLE 300         /* milliseconds between two looks at why a console ended */
#define GRACE 30000        /* milliseconds until a guest that ends is known to have ended */
#define ABORTED 1000       /* the same where libvirt broke the console off */
#define AGAIN 5            /* seconds in which a guest that reboots is told once */
#define RETRY 500          /* milliseconds between two attempts to find the daemon or the guest */
#define TICK 100           /* milliseconds between two looks at what the guest has not taken yet */
#define MOST_PENDING 65536 /* bytes */

static const QvSetting options[] = {
    {.name = "device",
     .value = N_("NAME|N"),
     .parse = qv_value_text,
     .help = N_("which serial port: its alias, or its number from 0; the first where it is not "
                "given")},
    {.name = "escape",
     .value = "^X|none",
     .choices = "\\^[@-_a-z]|none",
     .parse = qv_value_match,
     .help = N_("the key that leaves the console; '^]' where it is not given")},
    {.name = "force",
     .letter = 'f',
     .parse = qv_value_text,
     .help = N_("take the console over from who has it")},
    {.name = "wait", .parse = qv_value_text, .help = N_("if the guest is off, wait for its start")},
    {.name = "reconnect",
     .parse = qv_value_text,
     .help = N_("outlive the guest's stops and the daemon's: attach again when they are back")},
    {.name = "resize",
     .parse = qv_value_text,
     .help = N_("type the size of the terminal into the guest, as 'stty rows R columns C'")},
    {.name = "linger",
     .value = N_("SECONDS"),
     .parse = qv_value_seconds,
     .help = N_("how long to listen on when the input has ended; 2 where it is not given")},
    {.name = NULL},
};

typedef struct {
    QvCall *call;
    GMainLoop *loop;
    char *uri, *uuid, *name, *device;
    QvConnection *own; /* one that replaced the session's, when that was lost */
    QvGuest *guest;    /* NULL while the connection is lost */
    QvWatch *watch;
    QvConsole *console;
    QvTerminal *terminal; /* in raw mode, or NULL */
    int id;               /* of the guest when its console was opened */
    int escape;           /* a byte, or -1 */
    gboolean reconnect, wait, resize;
    gboolean ended, aborted, lost, went, told;
    guint linger, silent, closed; /* milliseconds */
    guint timer;                  /* the source of the next look, or 0 */
    gint64 rebooted;              /* when that was told, in microseconds */
    gsize pending;
    GError *error;
} Session;

/* A line about the session, at a terminal that may be raw. */
static void G_GNUC_PRINTF(2, 3) print_session_note(Session *session, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *safe = qv_safe_text(text, FALSE);
    fprintf(stderr, session->terminal ? "\r\nqvirt: %s\r\n" : "qvirt: %s\n", safe);
}

static void
quit_console_loop(Session *session)
{
    g_main_loop_quit(session->loop);
}

static void
on_data(const char *bytes, gsize n, gpointer data)
{
    Session *session = data;

    while (n > 0) {
        gssize written = write(STDOUT_FILENO, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            if (session->error == NULL)
                qv_fail(&session->error, QV_ERROR_FAILED, _("cannot write the output: %s"),
                        g_strerror(errno));
            quit_console_loop(session);
            return;
        }
        bytes += written;
        n -= (gsize)written;
    }
}

static void
type_size(Session *session)
{
    guint rows, columns;
    g_autofree char *text = NULL;

    if (!session->resize || session->console == NULL ||
        !qv_terminal_size(STDIN_FILENO, &rows, &columns))
        return;
    text = g_strdup_printf("stty rows %u columns %u\r", rows, columns);
    qv_console_send(session->console, text, strlen(text));
}

/* The alias of the serial port that --device means. */
static char *
choose_serial_port(Session *session, GError **error)
{
    g_autoptr(xmlDoc) domain = qv_guest_live_xml(session->guest, error);
    g_autoptr(xmlDoc) consoles = domain ? qv_stage("consoles", domain, error) : NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    guint64 number;

    if (consoles == NULL)
        return NULL;
    for (xmlNode *i = qv_xml_child(qv_xml_root(consoles), NULL); i; i = qv_xml_next(i, NULL))
        g_ptr_array_add(names, qv_xml_get(i, "name"));
    if (names->len == 0) {
        qv_fail(error, QV_ERROR_FAILED,
                _("guest '%s' has no serial port; 'qvirt view' shows its screen"), session->name);
        return NULL;
    }
    if (session->device == NULL)
        return g_strdup(names->pdata[0]);
    if (g_ascii_string_to_unsigned(session->device, 10, 0, names->len - 1, &number, NULL))
        return g_strdup(names->pdata[number]);
    for (guint i = 0; i < names->len; i++)
        if (g_str_equal(names->pdata[i], session->device))
            return g_strdup(session->device);
    g_ptr_array_add(names, NULL);
    g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
    qv_fail(error, QV_ERROR_USAGE, _("--device: guest '%s' has no '%s'; there are: %s"),
            session->name, session->device, list);
    return NULL;
}

static gboolean settle_console(gpointer data);

static void
settle_in(Session *session, guint milliseconds)
{
    if (session->timer != 0)
        g_source_remove(session->timer);
    session->timer = g_timeout_add(milliseconds, settle_console, session);
}

static void
on_end(gboolean aborted, gpointer data)
{
    Session *session = data;

    session->ended = TRUE;
    session->aborted = aborted;
    session->closed = 0;
    settle_in(session, SETTLE);
}

/* A machine resets itself several times on its way. */
static void
tell_reboot(Session *session)
{
    gint64 now = g_get_monotonic_time();

    if (now - session->rebooted > AGAIN * G_TIME_SPAN_SECOND)
        print_session_note(session, _("guest '%s' reboots"), session->name);
    session->rebooted = now;
}

static void
on_session_event(QvEvent *event, gpointer data)
{
    Session *session = data;

    if (g_str_equal(event->event, "reboot"))
        tell_reboot(session);
    if (g_str_equal(event->event, "started") || g_str_equal(event->event, "stopped")) {
        session->went = g_str_equal(event->event, "stopped");
        settle_in(session, 0);
    }
    qv_event_free(event);
}

static void
on_session_close(const char *reason G_GNUC_UNUSED, gpointer data)
{
    Session *session = data;

    session->went = FALSE;
    session->lost = TRUE;
    settle_in(session, 0);
}

static const QvConsoleEvents events = {on_data, on_end};

static gboolean
attach_console(Session *session, int id, GError **error)
{
    g_autofree char *device = choose_serial_port(session, error);

    if (device == NULL)
        return FALSE;
    session->console = qv_console_open(session->guest, device, qv_call_has(session->call, "force"),
                                       &events, session, error);
    if (session->console == NULL)
        return FALSE;
    session->id = id;
    session->ended = session->told = FALSE;
    if (session->terminal != NULL && session->escape >= 0)
        print_session_note(session, _("at %s of guest '%s'; ^%c leaves"), device, session->name,
                           session->escape ^ 0x40);
    else if (session->terminal != NULL)
        print_session_note(session, _("at %s of guest '%s'"), device, session->name);
    type_size(session);
    return TRUE;
}

static void
detach_console(Session *session)
{
    g_clear_pointer(&session->console, qv_console_close);
    session->ended = FALSE;
}

static void
let_go(Session *session)
{
    detach_console(session);
    g_clear_pointer(&session->watch, qv_event_unwatch);
    g_clear_pointer(&session->guest, qv_guest_unref);
    g_clear_pointer(&session->own, qv_disconnect);
    session->lost = FALSE;
}

/* Takes @guest over, which may be NULL with @error. */
static gboolean
watch_session_guest(Session *session, QvGuest *guest, GError **error)
{
    const QvWatchFor what = {.objects = QV_GUEST_LIFECYCLE | QV_GUEST_REBOOT,
                             .guest = guest,
                             .on_event = on_session_event,
                             .on_close = on_session_close,
                             .data = session};

    session->guest = guest;
    session->watch = guest ? qv_event_watch(qv_guest_connection(guest), &what, error) : NULL;
    return session->watch != NULL;
}

/* The same guest, on a new connection. */
static gboolean
find_again(Session *session)
{
    session->own = qv_connect(session->uri, NULL);
    return session->own != NULL &&
           watch_session_guest(session, qv_guest_find(session->own, session->uuid, NULL), NULL);
}

/* Tells once of what the session waits for. */
static void
tell_session_once(Session *session, const char *text)
{
    if (!session->told)
        print_session_note(session, "%s", text);
    session->told = TRUE;
}

static void
handle_daemon_lost(Session *session)
{
    let_go(session);
    if (!session->reconnect) {
        qv_fail(&session->error, QV_ERROR_CONNECT, _("the connection is lost: the daemon is gone"));
        quit_console_loop(session);
        return;
    }
    tell_session_once(session, _("the connection is lost; waiting for the daemon"));
    settle_in(session, RETRY);
}

static void
is_off(Session *session)
{
    g_autofree char *waiting =
        g_strdup_printf(_("guest '%s' is off; waiting for its start"), session->name);

    if (session->reconnect || (session->wait && session->console == NULL)) {
        detach_console(session);
        tell_session_once(session, waiting);
        return;
    }
    if (session->console != NULL)
        print_session_note(session, _("guest '%s' is off"), session->name);
    else if (session->error == NULL)
        qv_fail(&session->error, QV_ERROR_FAILED,
                _("guest '%s' is off; 'qvirt start %s' starts it, --wait waits for its start"),
                session->name, session->name);
    quit_console_loop(session);
}

static void
handle_guest_on(Session *session, int id)
{
    if (session->console != NULL && session->id == id && !session->ended)
        return;
    /* QEMU is gone a while before libvirt calls its guest off. */
    if (session->console != NULL && session->id == id &&
        session->closed < (session->aborted ? ABORTED : GRACE)) {
        session->closed += SETTLE;
        settle_in(session, SETTLE);
        return;
    }
    if (session->console != NULL && session->id == id)
        qv_fail(&session->error, QV_ERROR_FAILED, _("the console of guest '%s' was closed%s"),
                session->name, session->aborted ? _(": somebody else took it over") : "");
    else if (session->console != NULL && !session->reconnect)
        print_session_note(session, _("guest '%s' was off"), session->name);
    else {
        detach_console(session);
        if (attach_console(session, id, &session->error))
            return;
    }
    quit_console_loop(session);
}

/* Asks anew for the guest, as an object of libvirt keeps the id that the guest had when it was
   found. */
static QvGuestState *
ask_guest_state(Session *session)
{
    g_autoptr(QvGuest) guest =
        qv_guest_find(qv_guest_connection(session->guest), session->uuid, NULL);

    return guest ? qv_guest_state(guest, NULL) : NULL;
}

/* Looks at how things are, and does what follows, whatever event called for it. */
static gboolean
settle_console(gpointer data)
{
    Session *session = data;
    g_autoptr(QvGuestState) state = NULL;

    session->timer = 0;
    if (session->error != NULL)
        return G_SOURCE_REMOVE;
    if (session->lost) {
        handle_daemon_lost(session);
        return G_SOURCE_REMOVE;
    }
    if (session->guest == NULL && !find_again(session)) {
        let_go(session);
        settle_in(session, RETRY);
        return G_SOURCE_REMOVE;
    }
    state = ask_guest_state(session);
    if (state == NULL && !session->went)
        handle_daemon_lost(session);
    else if (state == NULL || qv_guest_is_off(state))
        is_off(session);
    else
        handle_guest_on(session, state->id);
    return G_SOURCE_REMOVE;
}

/* After the end of a piped input: until the guest has taken all of it, and some time more. */
static gboolean
drain(gpointer data)
{
    Session *session = data;
    gsize pending = session->console ? qv_console_pending(session->console) : 0;

    session->silent = pending == session->pending ? session->silent + TICK : 0;
    session->pending = pending;
    if (session->silent < session->linger)
        return G_SOURCE_CONTINUE;
    if (pending > 0 && session->error == NULL)
        qv_fail(&session->error, QV_ERROR_TIMEOUT,
                _("guest '%s' did not take the last %zu bytes of the input"), session->name,
                pending);
    quit_console_loop(session);
    return G_SOURCE_REMOVE;
}

static gboolean on_input(int descriptor, GIOCondition condition, gpointer data);

static gboolean
resume_input(gpointer data)
{
    g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input, data);
    return G_SOURCE_REMOVE;
}

static gboolean
on_input(int descriptor, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
    Session *session = data;
    char bytes[1024];
    gboolean busy = session->console == NULL || qv_console_pending(session->console) > MOST_PENDING;
    const char *escape;
    gssize n;

    /* A pipe can wait until the guest is there and takes more; people want to leave even then. */
    if (busy && session->terminal == NULL) {
        g_timeout_add(TICK, resume_input, session);
        return G_SOURCE_REMOVE;
    }
    n = read(descriptor, bytes, sizeof bytes);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        g_timeout_add(TICK, drain, session);
        return G_SOURCE_REMOVE;
    }
    escape =
        session->terminal && session->escape >= 0 ? memchr(bytes, session->escape, (gsize)n) : NULL;
    if (!busy)
        qv_console_send(session->console, bytes, escape ? (gsize)(escape - bytes) : (gsize)n);
    if (escape != NULL)
        quit_console_loop(session);
    return escape ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
on_console_signal(int descriptor G_GNUC_UNUSED, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
    Session *session = data;

    if (session->error == NULL)
        qv_interrupt_check(&session->error);
    quit_console_loop(session);
    return G_SOURCE_REMOVE;
}

static gboolean
on_console_resize(gpointer data)
{
    type_size(data);
    return G_SOURCE_CONTINUE;
}

static void
run_loop(Session *session)
{
    qv_interrupt_catch();
    g_unix_fd_add(qv_interrupt_descriptor(), G_IO_IN, on_console_signal, session);
    g_unix_signal_add(SIGWINCH, on_console_resize, session);
    resume_input(session);
    settle_in(session, 0);
    g_main_loop_run(session->loop);
    while (g_source_remove_by_user_data(session))
        ;
}

static int
escape_of(QvCall *call)
{
    g_autofree char *text = qv_call_get(call, "escape");

    if (text == NULL)
        return 0x1d;
    return text[0] == '^' ? g_ascii_toupper(text[1]) ^ 0x40 : -1;
}

static gboolean
start_session(Session *session, GError **error)
{
    g_autoptr(QvGuestState) state = NULL;

    if (!qv_event_prepare(error) ||
        !watch_session_guest(
            session, qv_call_guest(session->call, session->call->arguments[0], error), error))
        return FALSE;
    state = qv_guest_state(session->guest, error);
    if (state == NULL)
        return FALSE;
    session->uri = qv_connection_uri(qv_guest_connection(session->guest));
    session->uuid = g_strdup(state->uuid);
    session->name = g_strdup(state->name);
    if (isatty(STDIN_FILENO)) {
        session->terminal = qv_terminal_raw(STDIN_FILENO, error);
        if (session->terminal == NULL)
            return FALSE;
    }
    run_loop(session);
    return TRUE;
}

static gboolean
run_console(QvCall *call, GError **error)
{
    Session session = {
        .call = call,
        .device = qv_call_get(call, "device"),
        .escape = escape_of(call),
        .reconnect = qv_call_has(call, "reconnect"),
        .wait = qv_call_has(call, "wait"),
        .resize = qv_call_has(call, "resize"),
        .linger = qv_call_number(call, "linger", 2) * 1000,
    };
    gboolean done;

    session.loop = g_main_loop_new(NULL, FALSE);
    done = start_session(&session, error);
    let_go(&session);
    if (session.terminal != NULL) {
        qv_terminal_restore(session.terminal);
        fputs("\n", stderr);
    }
    g_main_loop_unref(session.loop);
    g_free(session.uri);
    g_free(session.uuid);
    g_free(session.name);
    g_free(session.device);
    if (session.error != NULL)
        g_propagate_error(error, session.error);
    return done && session.error == NULL;
}

const QvCommand qv_cmd_console = {
    .name = "console",
    .arguments = N_("GUEST"),
    .least = 1,
    .most = 1,
    .summary = N_("sit at a guest's serial console; ^] leaves"),
    .details =
        N_("Ends when the guest is off, unless --reconnect is given. With a pipe as input the "
           "escape key has no\nmeaning, and the command ends --linger seconds after the "
           "input."),
    .flags = QV_CONNECTS,
    .options = options,
    .run = run_console,
};
