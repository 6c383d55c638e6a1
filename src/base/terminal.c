/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* terminal: the user's terminal, handed through to a guest. */
#include "base/terminal.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "base/error.h"

struct QvTerminal {
    int descriptor;
    struct termios before;
};

QvTerminal *
qv_terminal_raw(int descriptor, GError **error)
{
    g_autofree QvTerminal *terminal = g_new0(QvTerminal, 1);
    struct termios raw;

    terminal->descriptor = descriptor;
    if (tcgetattr(descriptor, &terminal->before) == 0) {
        raw = terminal->before;
        cfmakeraw(&raw);
        if (tcsetattr(descriptor, TCSANOW, &raw) == 0)
            return g_steal_pointer(&terminal);
    }
    qv_fail(error, QV_ERROR_FAILED, _("cannot set up the terminal: %s"), g_strerror(errno));
    return NULL;
}

void
qv_terminal_restore(QvTerminal *terminal)
{
    tcsetattr(terminal->descriptor, TCSADRAIN, &terminal->before);
    g_free(terminal);
}

gboolean
qv_terminal_size(int descriptor, guint *rows, guint *columns)
{
    struct winsize size;

    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0)
        return FALSE;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return TRUE;
}
