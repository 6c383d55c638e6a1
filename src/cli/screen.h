/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* screen: draws a usage table on the whole terminal. */
#pragma once

#include "cli/usage-table.h"

/* Keys that are no character; what is one is itself. */
typedef enum {
    QV_KEY_NONE = -1,
    QV_KEY_UP = -2,
    QV_KEY_DOWN = -3,
    QV_KEY_PAGE_UP = -4,
    QV_KEY_PAGE_DOWN = -5,
    QV_KEY_HOME = -6,
    QV_KEY_END = -7,
    QV_KEY_BACKSPACE = -8,
    QV_KEY_OTHER = -9,
} QvKey;

/* What is on the screen beside the guests. */
typedef struct {
    const char *host;
    gboolean has_hosts; /* show of each guest where it is */
    double interval;    /* seconds */
    QvOrder order;
    gboolean reverse;
    const char *filter; /* NULL for none */
    const char *status; /* one line, or NULL */
    gboolean is_alarm;  /* the status says that something is wrong */
    gboolean help;      /* show the keys in place of the guests */
} QvView;

/** qv_screen_open: takes the terminal; FALSE with @error where it is none that can be drawn on. */
gboolean qv_screen_open(GError **error);

/** qv_screen_close: gives the terminal back. */
void qv_screen_close(void);

/** qv_screen_return: takes the terminal again after qv_screen_close(). */
void qv_screen_return(void);

/** qv_screen_resize: the terminal has another size now. */
void qv_screen_resize(void);

/** qv_screen_draw: draws everything anew; what is the same is not sent to the terminal. */
void qv_screen_draw(QvUsageTable *table, const QvView *view);

/** qv_screen_key: the next key that was pressed: a character or a QvKey; never waits. */
int qv_screen_key(void);

/** qv_screen_page: how many guests fit on the screen. */
int qv_screen_page(void);
