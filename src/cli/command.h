/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command: what a command is, and one call of it. */
#pragma once

#include "base/error.h"
#include "base/output.h"
#include "base/say.h"
#include "cli/hosts.h"
#include "hv/guest.h"
#include "model/settings.h"

typedef enum {
    QV_HIDDEN = 1 << 0,   /* nobody is told of it */
    QV_CONNECTS = 1 << 1, /* takes -c; connects when it asks for the connection */
    QV_SETTINGS = 1 << 2, /* takes the settings of a guest */
    QV_GUESTS = 1 << 3,   /* its arguments are guests, of which it takes --all or filters instead */
    QV_JOBS = 1 << 4,     /* does long work: with --json it prints a line a second about it */
    QV_FILTERS = 1 << 5,  /* takes the filters of guests, as those of QV_GUESTS do */
    QV_DEVICES = 1 << 8,  /* takes those settings that add a device to a guest */
    QV_AMOUNTS = 1 << 9,  /* takes those settings that can be more or less */
} QvCommandFlags;

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
    gboolean (*run)(QvCall *call, GError **error);
    const struct QvCommand *const *commands; /* those of which it is the first word, or NULL */
} QvCommand;

/* Commands that --help shows under one title. */
typedef struct {
    const char *title;
    const QvCommand *const *commands; /* ended by NULL */
} QvCommandGroup;

/* What all commands of one process share. */
typedef struct {
    const QvCommand *const *commands; /* all of them, ended by NULL */
    const QvCommandGroup *groups;     /* those that --help shows, ended by a NULL title */
    GPtrArray *hosts;                 /* (element-type QvHost) */
} QvSession;

struct QvCall {
    const QvCommand *command;
    QvSession *session;
    GPtrArray *hosts; /* (element-type QvHost): its own of -c and --hosts, or the session's */
    xmlDoc *options;  /* <request> of the command's own options */
    xmlDoc *request;  /* <request> of the guest's settings */
    GStrv arguments;
    char *columns;
    QvOutput output;
    gpointer data; /* the command's own */
};

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

/** qv_command_word: the last word of its name, which its first ones are known by already. */
const char *qv_command_word(const QvCommand *command);

/**
 * qv_command_run:
 * @words: the command line, the command's name first, ended by NULL
 *
 * Finds the command, reads its options and runs it.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_command_run(QvSession *session, GStrv words, GError **error);

/** qv_session_clear: ends the session's connections. */
void qv_session_clear(QvSession *session);

/**
 * qv_call_connection:
 *
 * Returns: (transfer none): the connection to the one host of the call, opened when first asked
 *   for; NULL with @error, also when the call has several hosts. What takes several uses
 *   qv_call_guest() or qv_hosts_ask().
 */
QvConnection *qv_call_connection(QvCall *call, GError **error);

/** qv_call_connect_ahead: begins to open what qv_call_connection() will be asked for. */
void qv_call_connect_ahead(QvCall *call);

/** qv_call_has: whether the option called @name was given. */
gboolean qv_call_has(QvCall *call, const char *name);

/** qv_call_get: (transfer full) (nullable): the value of an option. */
char *qv_call_get(QvCall *call, const char *name);

/** qv_call_get_all: (transfer full): all values of an option that may be repeated. */
GStrv qv_call_get_all(QvCall *call, const char *name);

/** qv_call_number: the value of an option that is a number, or @otherwise. */
guint qv_call_number(QvCall *call, const char *name, guint otherwise);

/** qv_call_selects: whether --all or a filter says which guests, so that no word need. */
gboolean qv_call_selects(QvCall *call);

/**
 * qv_call_guest:
 * @word: HOST/GUEST or GUEST: an id, a UUID or a name
 *
 * Finds the guest on whichever host has it.
 *
 * Returns: (transfer full): the guest; NULL with @error, also when two hosts have one of that
 *   name, or when a host that may have it does not answer.
 */
QvGuest *qv_call_guest(QvCall *call, const char *word, GError **error);

/**
 * qv_call_guests:
 *
 * Returns: (transfer full) (element-type QvGuest): the guests that the arguments name, as
 *   cli/select.h has it, or all where there are none; each once, in the order of the arguments.
 *   NULL with @error (QV_ERROR_NOT_FOUND).
 */
GPtrArray *qv_call_guests(QvCall *call, GError **error);

/** qv_call_guests_named: as qv_call_guests(), of @n words instead of the arguments. */
GPtrArray *qv_call_guests_named(QvCall *call, char **words, guint n, GError **error);

/* What a command does with one guest. Runs in a thread of its own where there are several. */
typedef gboolean (*QvGuestFunc)(QvCall *call, QvGuest *guest, GError **error);

/**
 * qv_call_each:
 *
 * Runs @one with each of qv_call_guests(), several at a time. A guest that fails does not stop the
 * others; an interrupt does. What is said of them is printed in their order, as far as nothing
 * waits for that longer than for half a second.
 *
 * Returns: FALSE with the last @error; those before it were printed.
 */
gboolean qv_call_each(QvCall *call, QvGuestFunc one, GError **error);

/** qv_call_each_of: the same with @guests, which qv_call_guests() gave. */
gboolean qv_call_each_of(QvCall *call, GPtrArray *guests, QvGuestFunc one, GError **error);
