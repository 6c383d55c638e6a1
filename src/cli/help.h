/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* help: what --help prints, in lines of at most 80 columns. */
#pragma once

#include "cli/command.h"

/** qv_help_command: (transfer full): the help of one command, without a newline at its end. */
char *qv_help_command(const QvCommand *command);

/** qv_help_program: (transfer full): the same for qvirt itself, with all commands. */
char *qv_help_program(const QvCommandGroup *groups);
