/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* commands: the list of all commands, in the order of --help. */
#include "commands/command.h"

/* clang-format off */
#define COMMANDS(X)                                                                               \
    X(presets) X(options) X(facts) X(define) X(explain) X(promote) X(clone) X(rename) X(delete)   \
    X(start) X(stop) X(restart) X(reset) X(suspend) X(resume) X(save) X(restore) X(autostart)     \
    X(set) X(attach) X(detach) X(media) X(resize) X(snapshot) X(migrate)                          \
    X(list) X(info) X(label) X(monitor) X(wait) X(stats) X(top)                                   \
    X(console) X(view) X(screenshot) X(send_key) X(agent) X(qmp) X(hmp)                           \
    X(remove_volume) X(batch) X(self_test)
/* clang-format on */

#define DECLARE(name) extern const QvCommand qv_cmd_##name;
COMMANDS(DECLARE)

#define LIST(name) &qv_cmd_##name,
const QvCommand *const qv_commands[] = {COMMANDS(LIST) NULL};
