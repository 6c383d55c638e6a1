/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* filter: which guests 'list' is asked for. */
#pragma once

#include "cli/command.h"
#include "hv/list-detail.h"

/* The options that filter, in the table of the command. */
#define QV_FILTER_OPTIONS                                                                          \
    {.name = "state",                                                                              \
     .value = N_("STATE[,STATE]"),                                                                 \
     .parse = qv_value_text,                                                                       \
     .help = N_("only those in one of these states, as 'running,paused' or 'shut-off'")},          \
        {.name = "preset",                                                                         \
         .value = N_("NAME"),                                                                      \
         .parse = qv_value_text,                                                                   \
         .help = N_("only those made from a preset; a pattern as 'win*'")},                        \
        {.name = "os",                                                                             \
         .value = "ID",                                                                            \
         .parse = qv_value_text,                                                                   \
         .help = N_("only those of a libosinfo id, or its short form; a pattern as 'debian*'")},   \
        {.name = "label",                                                                          \
         .letter = 'l',                                                                            \
         .value = N_("KEY[=VALUE]"),                                                               \
         .parse = qv_value_label_wanted,                                                           \
         .many = TRUE,                                                                             \
         .help = N_("only those with the label; may be repeated, then with all of them")},         \
    {                                                                                              \
        .name = "autostart", .parse = qv_value_text,                                               \
        .help = N_("only those that start with the host")                                          \
    }

typedef struct QvFilter QvFilter;

/**
 * qv_filter_new:
 *
 * Reads the filters of a call: its options, and its arguments as patterns of names.
 *
 * Returns: (transfer full): NULL with @error (QV_ERROR_USAGE) for a state that there is not,
 *   naming the nearest.
 */
QvFilter *qv_filter_new(QvCall *call, GError **error);
void qv_filter_free(QvFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvFilter, qv_filter_free)

/** qv_filter_is_empty: whether it lets every guest through. */
gboolean qv_filter_is_empty(const QvFilter *filter);

/** qv_filter_needs: what must be known of the guests. */
QvListDetails qv_filter_needs(const QvFilter *filter);

/** qv_filter_state: whether a guest passes, by its name and state. */
gboolean qv_filter_state(const QvFilter *filter, const QvGuestState *state);

/** qv_filter_detail: whether a guest passes that passed qv_filter_state(). */
gboolean qv_filter_detail(const QvFilter *filter, const QvListDetail *detail);
