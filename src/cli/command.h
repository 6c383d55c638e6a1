/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command: what a command is, and which options it takes. */
#pragma once

#include "base/column.h"
#include "base/error.h"
#include "model/settings.h"

typedef enum {
    QV_HIDDEN = 1 << 0,   /* nobody is told of it */
    QV_CONNECTS = 1 << 1, /* takes -c; connects when it asks for the connection */
    QV_SETTINGS = 1 << 2, /* takes the settings of a guest */
    QV_DEVICES = 1 << 3,  /* takes those settings that add a device to a guest */
    QV_AMOUNTS = 1 << 4,  /* takes those settings that can be more or less */
    QV_GUESTS = 1 << 5,   /* its arguments are guests, of which it takes --all or filters instead */
    QV_GUEST_FIRST = 1 << 6, /* its words have a guest between them, as "agent GUEST ping" */
    QV_JOBS = 1 << 7,        /* does long work: with --json it prints a line a second about it */
    QV_FILTERS = 1 << 8,     /* takes the filters of guests, as those of QV_GUESTS do */
} QvCommandFlags;

/* Other columns, of what a command prints with an option. */
typedef struct {
    const char *option;
    const QvColumn *columns;
} QvColumnsWith;

typedef struct QvCall QvCall;

/* A command is a value: its file ends with it, and commands.c lists it. One of several words, as
   "snapshot list", is listed by the command of its first word. */
typedef struct QvCommand {
    const char *name;
    const char *arguments; /* as help shows them, or NULL */
    guint least, most;     /* how many arguments it takes */
    const char *summary;
    const char *details; /* more help, or NULL */
    QvCommandFlags flags;
    const QvSetting *options; /* its own options, or NULL */
    const QvColumn *columns;  /* of its records, or NULL: adds --json, -o and the like */
    QvColumnsWith with;       /* other ones, or NULL */
    gboolean (*run)(QvCall *call, GError **error);
    const struct QvCommand *const *commands; /* those of which it is the first word, or NULL */
} QvCommand;

/* Commands that --help shows under one title. */
typedef struct {
    const char *title;
    const QvCommand *const *commands; /* ended by NULL */
} QvCommandGroup;

/* The filters of guests, ended by a NULL name; what they mean is in cli/filter.c. */
extern const QvSetting qv_filter_options[];

/**
 * qv_command_options:
 * @command: (nullable): NULL for what may stand before a command
 *
 * Where two options have one name or letter, that of the command itself is taken, and of those that
 * many commands share the first.
 *
 * Returns: (transfer container) (element-type QvSetting): all options that it takes: its own, those
 *   that it shares with others, the guest's settings, and the filters of guests.
 */
GPtrArray *qv_command_options(const QvCommand *command);

/** qv_command_usage: (transfer full): its words and arguments, in the order they are typed. */
char *qv_command_usage(const QvCommand *command);

/** qv_command_word: the last word of its name, which its first ones are known by already. */
const char *qv_command_word(const QvCommand *command);
