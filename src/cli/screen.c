/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* screen: draws a usage table on the whole terminal. */
#include "cli/screen.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <math.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/safe-text.h"
#include "lazy-curses.h"

QV_LAZY_DEFINE_curses;

enum { PLAIN, ALARM, GOOD, DIM }; /* pairs of colours */

#define TOP 3    /* lines above the guests */
#define BOTTOM 2 /* lines below them */

static gboolean colours;
static int first_row; /* of the guests, the one at the top */

/* ---- text in cells ---- */

static int
char_width(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

/* As much of safe text as fits into @width cells; *@used is how many it takes. */
static char *
cut(const char *text, int width, int *used)
{
    const char *end = text;
    int cells = 0;

    while (*end != '\0' && cells + char_width(g_utf8_get_char(end)) <= width) {
        cells += char_width(g_utf8_get_char(end));
        end = g_utf8_next_char(end);
    }
    *used = cells;
    return g_strndup(text, (gsize)(end - text));
}

/* In the terminal's own encoding. */
static char *
encode(const char *text)
{
    if (g_get_charset(NULL))
        return g_strdup(text);
    return g_convert_with_fallback(text, -1, "ASCII", "UTF-8", "?", NULL, NULL, NULL);
}

/* Writes text at the cursor into a field that is @width cells wide. */
static void
put(const char *text, int width, gboolean right)
{
    g_autofree char *safe = qv_safe_text(text, FALSE);
    int used = 0;
    g_autofree char *part = cut(safe, width, &used);
    g_autofree char *encoded = encode(part);
    g_autofree char *space = g_strnfill((gsize)MAX(width - used, 0), ' ');

    if (right)
        waddnstr(stdscr, space, -1);
    waddnstr(stdscr, encoded ? encoded : "", -1);
    if (!right)
        waddnstr(stdscr, space, -1);
}

static void
put_line(int y, const char *text, int attributes)
{
    wmove(stdscr, y, 0);
    wattrset(stdscr, attributes);
    put(text, getmaxx(stdscr), FALSE);
    wattrset(stdscr, A_NORMAL);
}

static int
colour(int pair)
{
    return colours ? (int)COLOR_PAIR(pair) : pair == ALARM ? (int)A_BOLD : (int)A_NORMAL;
}

/* ---- figures ---- */

/* Five cells at the most, as 999, 1.2K, 13M. */
static char *
short_size(double bytes)
{
    static const char units[] = "BKMGTPE";
    int unit = 0;

    if (isnan(bytes))
        return g_strdup("-");
    while (bytes >= 999.5 && units[unit + 1] != '\0') {
        bytes /= 1024;
        unit++;
    }
    return g_strdup_printf(unit > 0 && bytes < 9.95 ? "%.1f%c" : "%.0f%c", bytes, units[unit]);
}

static char *
decimal(double value, const char *format)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    return g_strdup(isnan(value) ? "-" : g_ascii_formatd(text, sizeof text, format, value));
}

static double
figure(const QvRow *row, QvGuestFigure number)
{
    guint64 value;

    return qv_figures_get(&row->sample->own, number, &value) ? (double)value : NAN;
}

/* The newest rates of the CPU as bars; as high as the field is all vCPUs busy. */
static char *
sparkline(const QvRow *row, int width)
{
    static const char *const bars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char ascii[] = " .:-=+*%#";
    double vcpus = figure(row, QV_VCPUS), most = 100 * (isnan(vcpus) ? 1 : MAX(vcpus, 1));
    GString *text = g_string_new(NULL);

    for (int i = MAX(QV_HISTORY - width, 0); i < QV_HISTORY; i++) {
        double share = isnan(row->history[i]) ? 0 : row->history[i] / most;
        int level = share <= 0 ? 0 : CLAMP((int)ceil(share * 8), 1, 8);
        if (g_get_charset(NULL))
            g_string_append(text, bars[level]);
        else
            g_string_append_c(text, ascii[level]);
    }
    return g_string_free(text, FALSE);
}

/* ---- columns ---- */

typedef enum {
    NAME,
    HOST,
    STATE,
    CPU,
    BARS,
    MEMORY,
    MAXIMUM,
    VCPUS,
    CPU_TIME,
    READ,
    WRITTEN,
    READS,
    WRITES,
    RECEIVED,
    SENT
} Cell;

typedef struct {
    Cell cell;
    const char *title;
    int width; /* 0 for what is left over */
    int least; /* shown where the screen has so many columns */
    gboolean left;
    int order; /* the QvOrder that it shows, or -1 */
} Column;

static const Column columns[] = {
    {NAME, N_("NAME"), 0, 0, TRUE, QV_BY_NAME},  {HOST, N_("HOST"), 12, 0, TRUE, -1},
    {STATE, N_("STATE"), 8, 0, TRUE, -1},        {CPU, N_("CPU%"), 6, 0, FALSE, QV_BY_CPU},
    {BARS, N_("HISTORY"), 0, 0, TRUE, -1},       {CPU_TIME, N_("CPU-TIME"), 10, 140, FALSE, -1},
    {VCPUS, N_("VCPUS"), 5, 100, FALSE, -1},     {MEMORY, N_("MEMORY"), 6, 0, FALSE, QV_BY_MEMORY},
    {MAXIMUM, N_("MAXIMUM"), 7, 100, FALSE, -1}, {READ, N_("READ/S"), 6, 0, FALSE, QV_BY_DISK},
    {WRITTEN, N_("WRITTEN"), 7, 0, FALSE, -1},   {READS, N_("READS"), 6, 140, FALSE, -1},
    {WRITES, N_("WRITES"), 6, 140, FALSE, -1},   {RECEIVED, N_("RECV/S"), 6, 0, FALSE, QV_BY_NET},
    {SENT, N_("SENT/S"), 6, 0, FALSE, -1},
};

/* How wide a column is on a screen of this width: what is left over goes to names and history. */
static gboolean
is_column_shown(const Column *column, const QvView *view)
{
    return column->least <= getmaxx(stdscr) && (column->cell != HOST || view->has_hosts);
}

static int
width_of(const Column *column, const QvView *view)
{
    int rest = getmaxx(stdscr);

    if (column->width > 0)
        return column->width;
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        if (is_column_shown(&columns[i], view))
            rest -= columns[i].width + (i > 0);
    int name = CLAMP(rest * 2 / 3, 8, 40);
    return column->cell == NAME ? name : CLAMP(rest - name, 0, QV_HISTORY);
}

static char *
cell_value_of(const QvRow *row, const Column *column, const QvView *view)
{
    const QvSample *sample = row->sample;
    const QvRates *rates = &row->rates;

    switch (column->cell) {
    case NAME:
        return g_strdup(sample->name);
    case HOST:
        return g_strdup(row->host);
    case STATE:
        return g_strdup(sample->hangs ? _("HANGS") : sample->state);
    case CPU:
        return decimal(rates->cpu, "%.1f");
    case BARS:
        return sparkline(row, width_of(column, view));
    case MEMORY:
        return short_size(figure(row, QV_MEMORY_RESIDENT) * 1024);
    case MAXIMUM:
        return short_size(figure(row, QV_MEMORY_MAXIMUM) * 1024);
    case VCPUS:
        return decimal(figure(row, QV_VCPUS), "%.0f");
    case CPU_TIME:
        return decimal(figure(row, QV_CPU_TIME) * 1e-9, "%.1f");
    case READ:
        return short_size(rates->read);
    case WRITTEN:
        return short_size(rates->written);
    case READS:
        return decimal(rates->reads, "%.0f");
    case WRITES:
        return decimal(rates->writes, "%.0f");
    case RECEIVED:
        return short_size(rates->received);
    default:
        return short_size(rates->sent);
    }
}

/* ---- the parts of the screen ---- */

static void
draw_cells(int y, const QvRow *row, const QvView *view, int attributes)
{
    wmove(stdscr, y, 0);
    wattrset(stdscr, attributes);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        const Column *column = &columns[i];
        if (!is_column_shown(column, view))
            continue;
        gboolean sorted = row == NULL && column->order == (int)view->order;
        g_autofree char *text = row ? cell_value_of(row, column, view) : g_strdup(_(column->title));
        if (i > 0)
            waddnstr(stdscr, " ", -1);
        if (sorted)
            wattrset(stdscr, attributes | (int)A_UNDERLINE);
        put(text, width_of(column, view), !column->left);
        wattrset(stdscr, attributes);
    }
    wattrset(stdscr, A_NORMAL);
}

static void
draw_head(QvUsageTable *table, const QvView *view)
{
    static const char *const orders[] = {N_("name"), N_("CPU"), N_("memory"), N_("disk"),
                                         N_("network")};
    GPtrArray *rows = qv_usage_table_rows(table);
    guint running = 0, hung = 0;
    double cpu = 0, memory = 0;

    for (guint i = 0; i < rows->len; i++) {
        const QvRow *row = rows->pdata[i];
        double resident = figure(row, QV_MEMORY_RESIDENT) * 1024;
        running += row->sample->id >= 0;
        hung += row->sample->hangs;
        cpu += isnan(row->rates.cpu) ? 0 : row->rates.cpu;
        memory += isnan(resident) ? 0 : resident;
    }
    g_autofree char *total = short_size(memory);
    g_autofree char *one =
        g_strdup_printf(_("qvirt top  %s  every %g s"), view->host, view->interval);
    g_autofree char *two = g_strdup_printf(
        _("guests %u  running %u  hanging %u  CPU %.1f%%  memory %s  by %s%s%s%s"), rows->len,
        running, hung, cpu, total, _(orders[view->order]), view->reverse ? _(" reversed") : "",
        view->filter ? _("  filter ") : "", view->filter ? view->filter : "");
    put_line(0, one, A_BOLD);
    put_line(1, two, hung ? colour(ALARM) : (int)A_NORMAL);
}

static void
draw_guests(QvUsageTable *table, const QvView *view)
{
    GPtrArray *rows = qv_usage_table_rows(table);
    int selected = qv_usage_table_selected(table), page = qv_screen_page();

    if (selected >= 0)
        first_row = CLAMP(first_row, selected - page + 1, selected);
    first_row = CLAMP(first_row, 0, MAX((int)rows->len - page, 0));
    draw_cells(TOP - 1, NULL, view, A_REVERSE);
    for (int i = first_row; i < (int)rows->len && i < first_row + page; i++) {
        const QvRow *row = rows->pdata[i];
        int attributes = row->sample->hangs    ? colour(ALARM)
                         : row->sample->id < 0 ? colour(DIM)
                                               : (int)A_NORMAL;
        draw_cells(TOP + i - first_row, row, view,
                   attributes | (i == selected ? (int)(A_REVERSE | A_BOLD) : 0));
    }
}

static void
draw_help(void)
{
    static const char *const lines[] = {
        N_("Up, Down, Page Up, Page Down, Home, End   select a guest"),
        N_("s          start it"),
        N_("S          ask it to shut down, after y"),
        N_("c          its console"),
        N_("p          a picture of its screen, into a file"),
        N_("N C M D T  order by name, CPU, memory, disk or network (traffic)"),
        N_("r          the other way round"),
        N_("/          only names with this text in them; Enter ends it, empty shows all"),
        N_("a          also guests that do not run, or not"),
        N_("Space      ask the host now"),
        N_("q          quit"),
    };

    put_line(TOP - 1, _("KEYS"), A_REVERSE);
    for (int i = 0; i < (int)G_N_ELEMENTS(lines) && i < qv_screen_page(); i++)
        put_line(TOP + i, _(lines[i]), A_NORMAL);
}

/* ---- the screen ---- */

static void
prepare_terminal(void)
{
    cbreak();
    noecho();
    nodelay(stdscr, TRUE);
    keypad(stdscr, TRUE);
    set_escdelay(25);
    curs_set(0);
}

gboolean
qv_screen_open(GError **error)
{
    const char *no_color = g_getenv("NO_COLOR");

    if (!qv_lazy_load(&qv_library_curses, QV_ERROR_HOST, error))
        return FALSE;
    if (newterm(NULL, stdout, stdin) == NULL)
        return qv_fail(error, QV_ERROR_HOST,
                       _("cannot draw on a terminal of the kind TERM=%s; 'qvirt top | cat' needs "
                         "none"),
                       g_getenv("TERM") ? g_getenv("TERM") : "");
    prepare_terminal();
    /* The terminal's size, where the environment says another. */
    qv_screen_resize();
    colours = (no_color == NULL || *no_color == '\0') && has_colors();
    if (colours) {
        start_color();
        use_default_colors();
        init_pair(ALARM, COLOR_RED, -1);
        init_pair(GOOD, COLOR_GREEN, -1);
        init_pair(DIM, COLOR_BLUE, -1);
    }
    return TRUE;
}

void
qv_screen_close(void)
{
    def_prog_mode();
    endwin();
}

void
qv_screen_return(void)
{
    reset_prog_mode();
    qv_screen_resize();
}

void
qv_screen_resize(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

int
qv_screen_page(void)
{
    return MAX(getmaxy(stdscr) - TOP - BOTTOM, 1);
}

void
qv_screen_draw(QvUsageTable *table, const QvView *view)
{
    int last = getmaxy(stdscr) - 1;

    werase(stdscr);
    draw_head(table, view);
    if (view->help)
        draw_help();
    else
        draw_guests(table, view);
    put_line(last - 1, view->status ? view->status : "", colour(view->is_alarm ? ALARM : GOOD));
    put_line(last,
             _("q quit  ? help  s start  S stop  c console  p picture  / filter  NCMDT order  "
               "r reverse"),
             A_DIM);
    wrefresh(stdscr);
}

int
qv_screen_key(void)
{
    static const struct {
        int code, key;
    } keys[] = {{KEY_UP, QV_KEY_UP},
                {KEY_DOWN, QV_KEY_DOWN},
                {KEY_PPAGE, QV_KEY_PAGE_UP},
                {KEY_NPAGE, QV_KEY_PAGE_DOWN},
                {KEY_HOME, QV_KEY_HOME},
                {KEY_END, QV_KEY_END},
                {KEY_BACKSPACE, QV_KEY_BACKSPACE}};
    wint_t key = 0;
    int kind = wget_wch(stdscr, &key);

    if (kind == ERR)
        return QV_KEY_NONE;
    if (kind != KEY_CODE_YES)
        return key == 127 || key == 8 ? QV_KEY_BACKSPACE : (int)key;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].code == (int)key)
            return keys[i].key;
    return QV_KEY_OTHER;
}
