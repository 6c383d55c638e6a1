/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft: a guest on paper: its settings, its templates and its host. */
#pragma once

#include "base/undo.h"
#include "cli/call.h"
#include "model/build.h"

typedef struct {
    QvBuild *build;
    QvConnection *connection; /* NULL where the host is a recorded one */
    xmlDoc *host;
    QvTarget *target;
    xmlDoc *guest;      /* the guest that it adds devices to; NULL for a new one */
    GPtrArray *volumes; /* (element-type xmlDoc): volumes to be made, see qv_volume_plan() */
    xmlDoc *plan;
} QvDraft;

void qv_draft_free(QvDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvDraft, qv_draft_free)

/* Options of every command that drafts: --facts FILE. */
#define QV_FACTS_OPTION                                                                            \
    {                                                                                              \
        .name = "facts", .value = N_("FILE"), .parse = qv_value_text,                              \
        .help = N_("for the host recorded in FILE by 'qvirt facts', without a connection")         \
    }

/**
 * qv_draft_new:
 * @guest: (nullable): one that is there; the draft is for its host
 * @request: the settings of the guest
 *
 * Reads the templates, and the host: the recorded one of --facts, or that of @guest or the call.
 *
 * Returns: (transfer full): the draft, without a plan; NULL with @error.
 */
QvDraft *qv_draft_new(QvCall *call, QvGuest *guest, xmlNode *request, GError **error);
