/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* say: lines for people, safe for a terminal. */
#pragma once

#include "base/error.h"

/** qv_complain: prints "qvirt: ..." on standard error, as main does with the error of a command;
    for a command that goes on after an error. */
void qv_complain(const GError *error);

/** qv_say: prints a line on standard output, safe for a terminal. */
void qv_say(const char *format, ...) G_GNUC_PRINTF(1, 2);

/** qv_warn: prints "qvirt: note: ..." on standard error, safe for a terminal. */
void qv_warn(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* What one of several threads says while it is not its turn. */
typedef struct QvSaid QvSaid;

/** qv_said_new: (transfer full): nothing said yet, and not its turn. */
QvSaid *qv_said_new(void);
void qv_said_free(QvSaid *said);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvSaid, qv_said_free)

/** qv_said_hold: (nullable): where lines of this thread wait for their turn; NULL: nowhere. */
void qv_said_hold(QvSaid *said);

/** qv_said_release: prints what waited; from now on it is the turn of what is said there. */
void qv_said_release(QvSaid *said);
