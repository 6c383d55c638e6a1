/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* commands: the list of all commands, in the groups and the order of --help. */
#pragma once

#include "cli/call.h"

/* All commands, ended by NULL. */
extern const QvCommand *const qv_commands[];

/* Those that --help shows, under their titles; ended by a NULL title. */
extern const QvCommandGroup qv_command_groups[];
