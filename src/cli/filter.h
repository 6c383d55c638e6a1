/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* filter: what of guests a user asks for beside their names. */
#pragma once

#include "cli/command.h"
#include "hv/list-detail.h"

typedef struct QvFilter QvFilter;

/**
 * qv_filter_new:
 *
 * Reads the options of qv_filter_options that the call's command takes.
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

/** qv_filter_needs_states: whether their states must be known. */
gboolean qv_filter_needs_states(const QvFilter *filter);

/** qv_filter_state: whether a guest passes, by its state. */
gboolean qv_filter_state(const QvFilter *filter, const QvGuestState *state);

/** qv_filter_detail: whether a guest passes that passed qv_filter_state(). */
gboolean qv_filter_detail(const QvFilter *filter, const QvListDetail *detail);
