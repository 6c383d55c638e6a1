/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* top: guests and what they use, on the whole terminal, with keys to steer them. */
#include <fcntl.h>
#include <glib-unix.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/samples.h"
#include "cli/screen.h"
#include "cli/usage-table.h"

static const QvSetting options[] = {
    {.name = "all",
     .letter = 'a',
     .parse = qv_value_text,
     .help = N_("also the guests that do not run")},
    {.name = "every",
     .value = N_("SECONDS"),
     .parse = qv_value_interval,
     .help = N_("how often to ask the host; 1 where it is not given")},
    {.name = "count",
     .value = "N",
     .parse = qv_value_count,
     .help = N_("where the output is no terminal: how often to print")},
    {.name = "sort",
     .value = "name|cpu|memory|disk|network",
     .choices = "name|cpu|memory|disk|network",
     .parse = qv_value_choice,
     .help = N_("the order at first; 'cpu' where it is not given")},
    {.name = NULL},
};

/* ---- the thread that asks the hosts ---- */

/* Shared with the thread, which may still wait for a host when the screen is gone. */
typedef struct {
    gint references;
    GMutex lock;
    GCond wake;
    gboolean quit, now, all;
    guint interval; /* milliseconds */
    QvPoll *poll;
    GMainContext *context; /* where answers are delivered */
    GSourceFunc deliver;
    gpointer data;
} Asker;

typedef struct {
    gpointer data;
    GPtrArray *answers;
} Delivery;

static void
delivery_free(gpointer data)
{
    Delivery *delivery = data;

    g_ptr_array_unref(delivery->answers);
    g_free(delivery);
}

static void
asker_unref(Asker *asker)
{
    if (!g_atomic_int_dec_and_test(&asker->references))
        return;
    qv_poll_free(asker->poll);
    g_main_context_unref(asker->context);
    g_mutex_clear(&asker->lock);
    g_cond_clear(&asker->wake);
    g_free(asker);
}

static void
deliver_answers(Asker *asker, GPtrArray *answers)
{
    g_autoptr(GSource) source = g_idle_source_new();
    Delivery *delivery = g_new0(Delivery, 1);

    *delivery = (Delivery){.data = asker->data, .answers = answers};
    g_source_set_callback(source, asker->deliver, delivery, delivery_free);
    g_source_attach(source, asker->context);
}

static gpointer
ask_top_thread(gpointer data)
{
    Asker *asker = data;

    g_mutex_lock(&asker->lock);
    while (!asker->quit) {
        gint64 next = g_get_monotonic_time() + (gint64)asker->interval * G_TIME_SPAN_MILLISECOND;
        gboolean all = asker->all;
        asker->now = FALSE;
        g_mutex_unlock(&asker->lock);
        GPtrArray *answers = qv_poll_take(asker->poll, all);
        g_mutex_lock(&asker->lock);
        if (!asker->quit)
            deliver_answers(asker, answers);
        else
            g_ptr_array_unref(answers);
        while (!asker->quit && !asker->now && g_cond_wait_until(&asker->wake, &asker->lock, next))
            ;
    }
    g_mutex_unlock(&asker->lock);
    asker_unref(asker);
    return NULL;
}

static void
wake(Asker *asker)
{
    g_mutex_lock(&asker->lock);
    asker->now = TRUE;
    g_cond_signal(&asker->wake);
    g_mutex_unlock(&asker->lock);
}

/* ---- the screen's state ---- */

typedef enum { BROWSING, FILTERING, CONFIRMING } Mode;

typedef struct {
    QvUsageTable *table;
    QvView view;
    Mode mode;
    GString *filter;
    char *status;
    GStrv victim;     /* the command that stops a guest after y */
    GPtrArray *hosts; /* (element-type QvHost) */
    Asker *asker;
    GMainContext *context;
    gboolean quit;
} Top;

static void
draw_top(Top *top)
{
    top->view.status = top->status;
    top->view.filter = top->filter->len > 0 || top->mode == FILTERING ? top->filter->str : NULL;
    qv_screen_draw(top->table, &top->view);
}

static void G_GNUC_PRINTF(3, 4) set_top_status(Top *top, gboolean is_alarm, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_free(top->status);
    top->status = g_strdup_vprintf(format, arguments);
    top->view.is_alarm = is_alarm;
    va_end(arguments);
}

static const QvRow *
selected(Top *top)
{
    int row = qv_usage_table_selected(top->table);

    return row < 0 ? NULL : qv_usage_table_rows(top->table)->pdata[row];
}

static void
take_in(Top *top, QvAnswer *answer)
{
    g_autoptr(GError) fault = answer->error ? qv_answer_fault(answer) : NULL;

    if (answer->is_news && fault != NULL)
        set_top_status(top, TRUE, "%s", fault->message);
    else if (answer->is_news)
        set_top_status(top, FALSE, _("%s: connected again"), answer->host->name);
    if (answer->result != NULL)
        qv_usage_table_update(top->table, answer->host->name, g_steal_pointer(&answer->result));
}

static gboolean
on_answers(gpointer data)
{
    Delivery *delivery = data;

    for (guint i = 0; i < delivery->answers->len; i++)
        take_in(delivery->data, delivery->answers->pdata[i]);
    draw_top(delivery->data);
    return G_SOURCE_REMOVE;
}

/* ---- what is done to a guest: qvirt itself, as a child ---- */

typedef struct {
    Top *top;
    int output;
} Child;

/* The last line that the child printed. */
static char *
last_line(int output)
{
    char text[4096];
    gssize length = read(output, text, sizeof text - 1);

    text[MAX(length, 0)] = '\0';
    g_strchomp(text);
    return g_strdup(strrchr(text, '\n') ? strrchr(text, '\n') + 1 : text);
}

static void
child_done(GPid pid G_GNUC_UNUSED, int status, gpointer data)
{
    Child *child = data;
    Top *top = child->top;
    g_autofree char *line = last_line(child->output);

    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        set_top_status(top, FALSE, "%s", line);
    else
        set_top_status(top, TRUE, "%s", *line ? line : _("that failed"));
    wake(top->asker);
    draw_top(top);
}

static void
child_free(gpointer data)
{
    Child *child = data;

    close(child->output);
    g_free(child);
}

static const char *
uri_of(Top *top, const char *name)
{
    for (guint i = 0; i < top->hosts->len; i++) {
        const QvHost *host = top->hosts->pdata[i];
        if (g_str_equal(host->name, name) && host->uri != NULL)
            return host->uri;
    }
    return name;
}

static GStrv
words_of(Top *top, const char *command, const QvRow *guest)
{
    const char *words[] = {"/proc/self/exe",    "-c", uri_of(top, guest->host), command,
                           guest->sample->uuid, NULL};

    return g_strdupv((GStrv)words);
}

static void
do_beside(Top *top, GStrv words)
{
    g_autoptr(GError) error = NULL;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC), ends[2];
    GPid pid;

    if (!g_unix_open_pipe(ends, FD_CLOEXEC, &error) ||
        !g_spawn_async_with_fds(NULL, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                                null, ends[1], ends[1], &error)) {
        set_top_status(top, TRUE, "%s", error->message);
        close(null);
        return;
    }
    close(null);
    close(ends[1]);
    Child *child = g_new0(Child, 1);
    *child = (Child){.top = top, .output = ends[0]};
    g_autoptr(GSource) source = g_child_watch_source_new(pid);
    g_source_set_callback(source, G_SOURCE_FUNC(child_done), child, child_free);
    g_source_attach(source, top->context);
    set_top_status(top, FALSE, "%s …", words[3]);
}

/* The terminal is the child's until it ends. */
static void
do_in_front(Top *top, GStrv words)
{
    g_autoptr(GError) error = NULL;
    int status = 0;

    qv_screen_close();
    if (!g_spawn_sync(NULL, words, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL,
                      &status, &error))
        set_top_status(top, TRUE, "%s", error->message);
    else if (status != 0)
        set_top_status(top, TRUE, _("%s failed"), words[3]);
    else
        set_top_status(top, FALSE, _("back from %s"), words[3]);
    qv_screen_return();
}

/* ---- keys ---- */

static void
sort(Top *top, QvOrder order, gboolean reverse)
{
    top->view.order = order;
    top->view.reverse = reverse;
    qv_usage_table_sort(top->table, order, reverse);
}

static void
toggle_all(Top *top)
{
    g_mutex_lock(&top->asker->lock);
    top->asker->all = !top->asker->all;
    g_mutex_unlock(&top->asker->lock);
    wake(top->asker);
}

static void
act_on_top_key(Top *top, int key)
{
    const char *command = key == 's'   ? "start"
                          : key == 'p' ? "screenshot"
                          : key == 'c' ? "console"
                                       : "stop";
    const QvRow *guest = selected(top);
    g_auto(GStrv) words = guest ? words_of(top, command, guest) : NULL;

    if (guest == NULL)
        return;
    if (key == 'c')
        do_in_front(top, words);
    else if (key != 'S')
        do_beside(top, words);
    else {
        g_strfreev(top->victim);
        top->victim = g_steal_pointer(&words);
        top->mode = CONFIRMING;
        set_top_status(top, TRUE, _("stop guest '%s'? y or n"), guest->sample->name);
    }
}

static void
browse(Top *top, int key)
{
    static const char orders[] = "NCMDT";
    const char *order = key > 0 && key < 128 ? strchr(orders, key) : NULL;

    if (order != NULL)
        sort(top, (QvOrder)(order - orders), FALSE);
    else if (key == 'r')
        sort(top, top->view.order, !top->view.reverse);
    else if (key == 's' || key == 'S' || key == 'c' || key == 'p')
        act_on_top_key(top, key);
    else if (key == '/')
        top->mode = FILTERING;
    else if (key == 'a')
        toggle_all(top);
    else if (key == ' ')
        wake(top->asker);
    else if (key == QV_KEY_UP || key == QV_KEY_DOWN)
        qv_usage_table_move(top->table, key == QV_KEY_UP ? -1 : 1);
    else if (key == QV_KEY_PAGE_UP || key == QV_KEY_PAGE_DOWN)
        qv_usage_table_move(top->table, (key == QV_KEY_PAGE_UP ? -1 : 1) * qv_screen_page());
    else if (key == QV_KEY_HOME || key == QV_KEY_END)
        qv_usage_table_move(top->table, key == QV_KEY_HOME ? -(1 << 20) : 1 << 20);
    else if (key == 'q')
        top->quit = TRUE;
    top->view.help = key == '?' && !top->view.help;
}

static void
filter(Top *top, int key)
{
    if (key == '\n' || key == '\r' || key == 27)
        top->mode = BROWSING;
    if (key == 27)
        g_string_truncate(top->filter, 0);
    else if (key == QV_KEY_BACKSPACE && top->filter->len > 0)
        g_string_truncate(
            top->filter,
            (gsize)(g_utf8_prev_char(top->filter->str + top->filter->len) - top->filter->str));
    else if (key > 0 && g_unichar_isprint((gunichar)key))
        g_string_append_unichar(top->filter, (gunichar)key);
    qv_usage_table_filter(top->table, top->filter->len > 0 ? top->filter->str : NULL);
}

static void
confirm(Top *top, int key)
{
    top->mode = BROWSING;
    if (key == 'y')
        do_beside(top, top->victim);
    else
        set_top_status(top, FALSE, _("not stopped"));
}

static gboolean
on_key(int fd G_GNUC_UNUSED, GIOCondition condition, gpointer data)
{
    Top *top = data;
    int key;

    if (condition & (G_IO_HUP | G_IO_ERR))
        top->quit = TRUE;
    while (!top->quit && (key = qv_screen_key()) != QV_KEY_NONE) {
        if (top->mode == FILTERING)
            filter(top, key);
        else if (top->mode == CONFIRMING)
            confirm(top, key);
        else
            browse(top, key);
    }
    draw_top(top);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_top_resize(gpointer data)
{
    qv_screen_resize();
    draw_top(data);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_quit(gpointer data)
{
    ((Top *)data)->quit = TRUE;
    return G_SOURCE_CONTINUE;
}

/* ---- the command ---- */

static void
attach_top_source(Top *top, GSource *source, GSourceFunc function)
{
    g_source_set_callback(source, function, top, NULL);
    g_source_attach(source, top->context);
    g_source_unref(source);
}

static Asker *
asker_new(QvCall *call, QvPoll *poll, guint interval, Top *top)
{
    Asker *asker = g_new0(Asker, 1);

    *asker = (Asker){.references = 2,
                     .interval = interval,
                     .all = qv_call_has(call, "all"),
                     .poll = poll,
                     .context = g_main_context_ref(top->context),
                     .deliver = on_answers,
                     .data = top};
    g_mutex_init(&asker->lock);
    g_cond_init(&asker->wake);
    return asker;
}

static void
run_top_loop(Top *top)
{
    g_thread_unref(g_thread_new("asker", ask_top_thread, top->asker));
    attach_top_source(top, g_unix_fd_source_new(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR),
                      G_SOURCE_FUNC(on_key));
    attach_top_source(top, g_unix_signal_source_new(SIGWINCH), on_top_resize);
    attach_top_source(top, g_unix_signal_source_new(SIGINT), on_quit);
    attach_top_source(top, g_unix_signal_source_new(SIGTERM), on_quit);
    draw_top(top);
    while (!top->quit)
        g_main_context_iteration(top->context, TRUE);
    qv_screen_close();
    g_mutex_lock(&top->asker->lock);
    top->asker->quit = TRUE;
    g_cond_signal(&top->asker->wake);
    g_mutex_unlock(&top->asker->lock);
}

static QvOrder
first_order(QvCall *call)
{
    static const char *const names[] = {"name", "cpu", "memory", "disk", "network"};
    g_autofree char *name = qv_call_get(call, "sort");

    for (int i = 0; name != NULL && i < QV_N_ORDERS; i++)
        if (g_str_equal(names[i], name))
            return (QvOrder)i;
    return QV_BY_CPU;
}

static char *
top_hosts_name(GPtrArray *hosts)
{
    if (hosts->len > 1)
        return g_strdup_printf(_("%u hosts"), hosts->len);
    return g_strdup(((QvHost *)hosts->pdata[0])->name);
}

static gboolean
run_screen(QvCall *call, guint interval, GError **error)
{
    Top top = {.view = {.interval = interval / 1000.0}, .hosts = call->hosts};
    g_autoptr(QvPoll) poll = qv_poll_new(call, TRUE, error);
    g_autofree char *host = poll ? top_hosts_name(call->hosts) : NULL;

    if (poll == NULL || !qv_screen_open(error))
        return FALSE;
    top.context = g_main_context_new();
    top.table = qv_usage_table_new();
    top.filter = g_string_new(NULL);
    top.asker = asker_new(call, g_steal_pointer(&poll), interval, &top);
    top.view.host = host;
    top.view.has_hosts = call->hosts->len > 1;
    sort(&top, first_order(call), FALSE);
    run_top_loop(&top);
    asker_unref(top.asker);
    g_main_context_unref(top.context);
    qv_usage_table_free(top.table);
    g_string_free(top.filter, TRUE);
    g_free(top.status);
    g_strfreev(top.victim);
    return TRUE;
}

static gboolean
run_top(QvCall *call, GError **error)
{
    guint interval = qv_call_number(call, "every", 1000);

    if (isatty(STDOUT_FILENO) && isatty(STDIN_FILENO))
        return run_screen(call, interval, error);
    return qv_stats_follow(call, interval, qv_call_number(call, "count", 0), error);
}

const QvCommand qv_cmd_top = {
    .name = "top",
    .arguments = N_("[GUEST…]"),
    .most = G_MAXUINT,
    .summary = N_("show what guests use on the whole terminal, with keys to steer them"),
    .details = N_("The keys are shown with '?'. Where the output is no terminal, rates are printed "
                  "as 'qvirt stats\n--every' does."),
    .flags = QV_CONNECTS | QV_FILTERS,
    .options = options,
    .columns = qv_stats_columns,
    .run = run_top,
};
