/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* undo: what a command made, so that it can be taken back when the command fails. */
#pragma once

#include <glib.h>

typedef struct QvUndo QvUndo;

/** qv_undo_new: (transfer full): with nothing to take back. */
QvUndo *qv_undo_new(void);

/** qv_undo_free: takes back, newest first, all that was not kept. */
void qv_undo_free(QvUndo *undo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QvUndo, qv_undo_free)

/**
 * qv_undo_add:
 * @take_back: is called with @thing if the command fails
 * @thing: (transfer full): is freed with @free in either case
 */
void qv_undo_add(QvUndo *undo, void (*take_back)(gpointer thing), gpointer thing,
                 GDestroyNotify free);

/** qv_undo_keep: the command succeeded; nothing is taken back any more. */
void qv_undo_keep(QvUndo *undo);
