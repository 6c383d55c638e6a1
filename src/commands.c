/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* commands: the list of all commands, in the groups and the order of --help. */
#include "commands.h"

#define MAKING(X)                                                                                  \
    X(presets) X(options) X(facts) X(define) X(explain) X(promote) X(clone) X(rename) X(delete)
#define RUNNING(X)                                                                                 \
    X(start)                                                                                       \
    X(stop) X(restart) X(reset) X(suspend) X(resume) X(save) X(restore) X(autostart) X(migrate)
#define CHANGING(X) X(set) X(attach) X(detach) X(media) X(resize) X(snapshot)
#define WATCHING(X) X(list) X(info) X(files) X(label) X(monitor) X(wait) X(stats) X(top)
#define HANDS_ON(X) X(console) X(view) X(screenshot) X(send_key) X(agent) X(qmp) X(hmp)
#define HIDDEN(X) X(remove_volume) X(batch) X(self_test)
#define ALL(X) MAKING(X) RUNNING(X) CHANGING(X) WATCHING(X) HANDS_ON(X) HIDDEN(X)

#define DECLARE(name) extern const QvCommand qv_cmd_##name;
ALL(DECLARE)

#define LIST(name) &qv_cmd_##name,
static const QvCommand *const making[] = {MAKING(LIST) NULL};
static const QvCommand *const running[] = {RUNNING(LIST) NULL};
static const QvCommand *const changing[] = {CHANGING(LIST) NULL};
static const QvCommand *const watching[] = {WATCHING(LIST) NULL};
static const QvCommand *const hands_on[] = {HANDS_ON(LIST) NULL};

const QvCommandGroup qv_command_groups[] = {
    {N_("Making guests"), making},   {N_("Running them"), running}, {N_("Changing them"), changing},
    {N_("Watching them"), watching}, {N_("Hands on"), hands_on},    {NULL, NULL},
};

const QvCommand *const qv_commands[] = {ALL(LIST) NULL};
