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
