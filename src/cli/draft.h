/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* draft: a guest on paper, from the command line's settings to the plan. */
#pragma once

#include "base/undo.h"
#include "cli/command.h"
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

/**
 * qv_draft_plan:
 * @look: whether disks and CD images are looked at and volumes planned; else their paths are
 *   taken as they stand
 *
 * Makes the draft's plan. Nothing outside of the draft is touched.
 *
 * Returns: FALSE with @error.
 */
gboolean qv_draft_plan(QvDraft *draft, gboolean look, GError **error);

/** qv_draft_domain: (transfer full): the domain XML of the draft's plan; NULL with @error. */
xmlDoc *qv_draft_domain(QvDraft *draft, GError **error);

/** qv_draft_notes: says on standard error what the user may not expect of the draft. */
void qv_draft_notes(QvDraft *draft);

/**
 * qv_draft_devices:
 *
 * Looks at the disks and CD images of a draft that has a guest.
 *
 * Returns: (transfer full): a <device kind= title=> around each new device; NULL with @error.
 */
xmlDoc *qv_draft_devices(QvDraft *draft, GError **error);

/** qv_draft_make_volumes: makes the draft's volumes; @undo learns of them. */
gboolean qv_draft_make_volumes(QvDraft *draft, QvUndo *undo, GError **error);
